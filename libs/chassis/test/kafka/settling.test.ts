import fc from 'fast-check';
import { Permanent, Transient } from '../../src/errors';
import type { Delivery, OutgoingMessage } from '../../src/kafka';
import { settling } from '../../src/kafka/consumer/consumer';
import { Abandoned, CulpritFound, type Process } from '../../src/kafka/consumer/delivery';
import { testKafka } from '../../src/testing';
import { deliveriesOf, neverAborted } from './support/deliveries';

type Fate = 'good' | 'permanent' | 'unknown' | 'recovers' | 'named';

const delays = { retry: { initialMs: 1, maxMs: 2 }, waiting: { initialMs: 1, maxMs: 2 } };
const config = testKafka({ maxAttempts: 3 });

/** An all-or-nothing inner process, as a transaction is, that remembers what it has done, as the inbox does. */
function transactional(fateOf: (delivery: Delivery) => Fate, outages: number) {
  const applied: Delivery[] = [];
  const tried = new Map<Delivery, number>();
  let outagesLeft = outages;
  const process: Process = async (deliveries) => {
    await null;
    const fresh = deliveries.filter((delivery) => !applied.includes(delivery));
    if (outagesLeft > 0 && outagesLeft-- % 2 === 0) throw new Transient('the database is away');
    for (const delivery of fresh) {
      const fate = fateOf(delivery);
      const tries = (tried.get(delivery) ?? 0) + 1;
      if (deliveries.length === 1) tried.set(delivery, tries);
      if (fate === 'permanent') throw new Permanent('made-up', 'cannot be');
      if (fate === 'unknown') throw new TypeError('undefined is not a function');
      if (fate === 'recovers' && tries < config.maxAttempts) throw new Error('not at the first try');
      if (fate === 'named') throw new CulpritFound(delivery, new Permanent('named', 'cannot be'));
    }
    applied.push(...fresh);
  };
  return { process, applied };
}

const fates = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    fate: fc.constantFrom<Fate>('good', 'good', 'good', 'permanent', 'unknown', 'recovers', 'named'),
  }),
  { minLength: 1, maxLength: 24 },
);

describe('settling', () => {
  it('dead-letters exactly the culprits, keeps the order of each key, and waits for what is down', async () => {
    await fc.assert(
      fc.asyncProperty(fates, fc.nat(6), async (cases, outages) => {
        const deliveries = deliveriesOf(cases.map(({ key }) => key));
        const fateOf = (delivery: Delivery) => cases[Number(delivery.offset)]?.fate ?? 'good';
        const dead: OutgoingMessage[] = [];
        const { process, applied } = transactional(fateOf, outages);
        const kafka = { config, publish: async (messages: readonly OutgoingMessage[]) => void dead.push(...messages) };

        await settling({ kafka, group: 'testers', delays }, process)(deliveries, { signal: neverAborted() });

        const survives = (delivery: Delivery) => ['good', 'recovers'].includes(fateOf(delivery));
        const offsets = (list: readonly Delivery[]) => list.map(({ offset }) => offset);
        for (const key of 'abc') {
          const ofKey = (list: readonly Delivery[]) => offsets(list.filter((one) => one.key === key));
          expect(ofKey(applied)).toEqual(ofKey(deliveries.filter(survives)));
        }
        expect(dead.map(({ headers }) => headers['dlq-original-offset'])).toEqual(
          offsets(deliveries.filter((delivery) => !survives(delivery))),
        );
        const reasons = { permanent: 'made-up', unknown: 'failed', named: 'named' } as Record<Fate, string>;
        for (const { headers } of dead) {
          const fate = cases[Number(headers['dlq-original-offset'])]?.fate ?? 'good';
          expect(headers['dlq-reason']).toBe(reasons[fate]);
          expect(headers['dlq-attempts']).toBe(fate === 'unknown' ? '3' : '1');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never dead-letters while a dependency is down, and gives up without a trace when it has to', async () => {
    const given = new AbortController();
    const dead: OutgoingMessage[] = [];
    let tries = 0;
    const kafka = { config, publish: async (messages: readonly OutgoingMessage[]) => void dead.push(...messages) };
    const process = settling({ kafka, group: 'testers', delays }, async () => {
      if (++tries === 20) given.abort();
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    });
    await expect(process(deliveriesOf(['a']), { signal: given.signal })).rejects.toThrow(Abandoned);
    expect(tries).toBe(20);
    expect(dead).toEqual([]);
  });

  it('gives up between the tries of a message without dead-lettering it', async () => {
    const given = new AbortController();
    const dead: OutgoingMessage[] = [];
    const kafka = { config, publish: async (messages: readonly OutgoingMessage[]) => void dead.push(...messages) };
    const process = settling({ kafka, group: 'testers', delays }, async () => {
      given.abort();
      throw new Error('unknown');
    });
    await expect(process(deliveriesOf(['a', 'b']), { signal: given.signal })).rejects.toThrow(Abandoned);
    expect(dead).toEqual([]);
  });

  it('goes on trying while the dead-letter topic cannot be reached, without handling the message again', async () => {
    let handled = 0;
    let offered = 0;
    const kafka = {
      config,
      publish: async () => {
        if (++offered < 5) throw new Error('no broker');
      },
    };
    const process = settling({ kafka, group: 'testers', delays }, async () => {
      handled++;
      throw new Permanent('broken', 'broken');
    });
    await process(deliveriesOf(['a']), { signal: neverAborted() });
    expect([handled, offered]).toEqual([1, 5]);
  });

  it('tells of the first and the last failure', async () => {
    const dead: OutgoingMessage[] = [];
    const kafka = { config, publish: async (messages: readonly OutgoingMessage[]) => void dead.push(...messages) };
    let tries = 0;
    const process = settling({ kafka, group: 'testers', delays }, async () => {
      throw new Error(`failure ${++tries}`);
    });
    await process(deliveriesOf(['a']), { signal: neverAborted() });
    expect(dead[0]).toMatchObject({
      topic: 'things-testers-dlq',
      headers: {
        'dlq-group': 'testers',
        'dlq-original-topic': 'things',
        'dlq-original-partition': '0',
        'dlq-first-error': 'Error: failure 1',
        'dlq-last-error': 'Error: failure 3',
      },
    });
  });
});

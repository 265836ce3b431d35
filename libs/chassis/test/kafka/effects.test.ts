import type { Event } from '@spillway/contracts';
import { register } from 'prom-client';
import { history } from '../../src/events';
import type { Handler } from '../../src/kafka';
import { anEvent, messageOf } from './support/events';
import { record, recordAll, type Scene, scene } from './support/scene';

describe('the consumer', () => {
  let stage: Scene;
  beforeEach(async () => {
    stage = await scene();
  });
  afterEach(() => stage.end());

  it('makes each effect once although events come twice, also within one batch', async () => {
    const events = Array.from({ length: 50 }, (_, n) => anEvent(stage.topic.name, `key-${n % 7}`, { n }));
    await stage.publish(events.flatMap((event) => [event, event]));
    await stage.member({ Counted: record });
    await stage.settled(50);
    await stage.publish(events);
    await stage.publish([anEvent(stage.topic.name, 'last', { n: 50 })]);
    const effects = await stage.settled(51);
    expect(new Set(effects.map(({ event_id }) => event_id)).size).toBe(51);
    const counted = await register.getSingleMetricAsString('inbox_duplicates_total');
    expect(Number(counted.match(new RegExp(`group="${stage.group}"\\} (\\d+)`))?.[1])).toBeGreaterThanOrEqual(100);
  });

  it('keeps the order of each key', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
    const events = Array.from({ length: 2_000 }, (_, n) => anEvent(stage.topic.name, keys[(n * 7) % 40] ?? '', { n }));
    await stage.member({ Counted: record }, { config: { sliceSize: 150 } });
    await stage.publish(events);
    const effects = await stage.settled(2_000);
    for (const key of keys) {
      const ofKey = effects.filter((effect) => effect.key === key).map(({ n }) => n);
      expect(ofKey).toEqual(ofKey.toSorted((a, b) => a - b));
      expect(ofKey).toHaveLength(50);
    }
  });

  it('writes the events it causes with the effects, and wakes the relay after the commit', async () => {
    let woken = 0;
    const wake = () => void woken++;
    const relay = { name: 'relay', wake, pause: () => undefined, resume: () => undefined };
    const cause = anEvent(stage.topic.name, 'one', { n: 1 });
    const caused = { ...anEvent('elsewhere', 'one', { because: 1 }, 'Caused'), causationid: cause.id };
    await stage.member({ Counted: { apply: async () => [caused] } }, { relay });
    await stage.publish([cause, cause]);
    await stage.publish([anEvent(stage.topic.name, 'two', { n: 2 }, 'Other')]);
    await stage.settled(0);
    expect(await history(stage.db, 'one')).toEqual([caused]);
    expect(woken).toBe(1);
  });

  it('locks for all events of a transaction before any of them is applied, and for none that came before', async () => {
    const locked: string[] = [];
    const sizes: number[] = [];
    const handler: typeof record = {
      async apply(prepared, tx) {
        for (const [{ id }] of prepared) if (!locked.includes(id)) throw new Error(`${id} was not locked`);
        return record.apply(prepared, tx);
      },
    };
    const events = Array.from({ length: 60 }, (_, n) =>
      anEvent(stage.topic.name, `key-${n % 7}`, { n }, n % 2 === 0 ? 'Counted' : 'Other'),
    );
    await stage.publish(events);
    await stage.member(
      { Counted: handler, Other: handler },
      {
        async lock(all) {
          locked.push(...all.map(({ id }) => id));
          sizes.push(all.length);
        },
      },
    );
    await stage.settled(60);
    await stage.publish([...events, anEvent(stage.topic.name, 'last', { n: 60 })]);
    await stage.settled(61);
    expect(locked).toHaveLength(61);
    expect(Math.max(...sizes)).toBeGreaterThan(7); // more than one of each key: not a lock for each handler
  });

  it('skips and counts events nobody here has a handler for', async () => {
    await stage.publish([
      anEvent(stage.topic.name, 'a', {}, 'Unheard'),
      anEvent(stage.topic.name, 'a', {}, 'constructor'),
      anEvent(stage.topic.name, 'a', { n: 1 }),
    ]);
    await stage.member({ Counted: record });
    await stage.settled(1);
    const text = await register.getSingleMetricAsString('messaging_client_consumed_messages_total');
    expect(text).toContain(`{topic="${stage.topic.name}",group="${stage.group}",outcome="skipped"} 2`);
  });

  it('prepares outside the transaction, after the effects of earlier events of the key, and remembers the result', async () => {
    const calls: string[] = [];
    const before: Record<string, number> = {};
    let failuresLeft = 1;
    const handler = {
      async prepare(event: Event<string, { n: number }>) {
        calls.push(event.id);
        const rows = await stage.db.query('SELECT 1 FROM effects WHERE key = $1', [event.subject]);
        before[`${event.subject}${event.data.n}`] = rows.length;
        return `prepared ${event.id}`;
      },
      async apply(
        prepared: readonly (readonly [Event<string, { n: number }>, string])[],
        tx: Parameters<typeof recordAll>[1],
      ) {
        for (const [event, result] of prepared) expect(result).toBe(`prepared ${event.id}`);
        await recordAll(
          prepared.map(([event]) => event),
          tx,
        );
        if (failuresLeft-- > 0) throw Object.assign(new Error('deadlock'), { code: '40P01' });
        return undefined;
      },
    };
    const events = ['a', 'b'].flatMap((key) => [0, 1, 2].map((n) => anEvent(stage.topic.name, key, { n })));
    await stage.publish(events);
    await stage.member({ Counted: handler });
    await stage.settled(6);
    expect(before).toEqual({ a0: 0, a1: 1, a2: 2, b0: 0, b1: 1, b2: 2 });
    expect(calls.toSorted()).toEqual(events.map(({ id }) => id).toSorted());

    await stage.publish(events); // a repeat prepares nothing
    await stage.publish([anEvent(stage.topic.name, 'c', { n: 0 })]);
    await stage.settled(7);
    expect(calls).toHaveLength(7);
  });

  it('gives a handler that takes any order the whole batch at once: all its types, several of one key', async () => {
    const batches: string[][] = [];
    const handler: Handler<Event<string, { n?: number }>> = {
      anyOrder: true,
      async apply(prepared, tx) {
        batches.push(prepared.map(([event]) => `${event.type} ${event.subject}`));
        await recordAll(
          prepared.map(([event]) => event),
          tx,
        );
        return undefined;
      },
    };
    const event = (type: string, n: number) => anEvent(stage.topic.name, 'one', { n }, type);
    const events = [event('Counted', 0), event('Other', 1), event('Ordered', 2), event('Counted', 3)];
    await stage.publish([...events, ...events]);
    await stage.member({ Counted: handler, Other: handler, Ordered: record });
    const effects = await stage.settled(4);
    expect(batches).toEqual([['Counted one', 'Other one', 'Counted one']]);
    expect(effects.map(({ n }) => n)).toEqual([0, 1, 3, 2]);
  });

  it('sends the message of an event with all that the event is', async () => {
    const collected = await stage.collect(stage.topic.name);
    const event = anEvent(stage.topic.name, 'a', { n: 1 });
    await stage.producer.send(messageOf(event));
    await stage.member({ Counted: record });
    await stage.settled(1);
    expect(collected.messages).toMatchObject([{ key: 'a', value: '{"n":1}', headers: { ce_id: event.id } }]);
  });
});

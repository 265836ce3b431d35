import fc from 'fast-check';
import { decide } from '../../src/saga/decide';
import { type Action, type Participant, world } from '../support/saga-world';

const participants = fc
  .array(fc.constantFrom('do it', 'do it', 'refuse', 'never answer'), { minLength: 1, maxLength: 3 })
  .map((wills) =>
    wills.map(
      (will, index): Participant => ({
        step: `step${index}`,
        will,
        state: 'nothing',
        read: 0,
        answers: [],
        answered: 0,
      }),
    ),
  );

const who = fc.nat({ max: 2 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('participant reads on' as const), who }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('answer comes' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('old answer comes again' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Action>({ do: 'deadline' }, { do: 'client cancels' }, { do: 'client ships' }),
  },
);

const seen = new Map<string, number>();

it('ends once, and everybody with it, under any order, repetition and delay of messages', () => {
  fc.assert(
    fc.property(participants, fc.array(action, { maxLength: 40 }), (all, actions) => {
      const { act, drain, log, order } = world(all);
      for (const one of actions) act(one);
      drain();
      // Who is silent is waited for until the deadline, unless another one has refused; nobody else is.
      const isWaiting = all.some(({ will }) => will === 'never answer') && all.every(({ will }) => will !== 'refuse');
      if (!isWaiting) expect(order().status).not.toBe('pending');
      act({ do: 'deadline' });
      drain();

      const types = log.map(({ type }) => type);
      const { status } = order();
      seen.set(types.join(' '), (seen.get(types.join(' ')) ?? 0) + 1);
      expect(status).not.toBe('pending');
      expect(types.filter((type) => type === 'OrderConfirmed').length).toBeLessThanOrEqual(1);
      expect(types.filter((type) => type === 'OrderCancelled').length).toBe(status === 'cancelled' ? 1 : 0);
      for (const { state, will } of all) {
        if (status === 'cancelled') expect(state).toBe(will === 'refuse' ? 'refused' : 'given back');
        else expect(state).toBe('kept');
      }
    }),
    { numRuns: 5_000 },
  );
  // All ways to end were really gone.
  expect([...seen.keys()].sort()).toEqual([
    'OrderCreated OrderCancelled',
    'OrderCreated OrderConfirmed',
    'OrderCreated OrderConfirmed OrderCancelled',
    'OrderCreated OrderConfirmed OrderShipped',
  ]);
});

describe('a decision', () => {
  const names = ['payment', 'stock'];
  const done = (step: string) => ({ step, answer: 'done', data: step }) as const;
  const open = { open: true, steps: {} };

  it('waits until every step is done', () => {
    const first = decide(names, open, done('stock'));
    expect(first?.outcome).toEqual({ is: 'waiting' });
    const second = decide(names, { open: true, steps: first?.steps ?? {} }, done('payment'));
    expect(second?.outcome).toEqual({ is: 'all done' });
    expect(second?.steps).toEqual({
      stock: { answer: 'done', data: 'stock' },
      payment: { answer: 'done', data: 'payment' },
    });
  });

  it('does not wait for the others once one has failed', () => {
    const outcome = decide(names, open, { step: 'stock', answer: 'failed', data: 'none left' })?.outcome;
    expect(outcome).toEqual({ is: 'failed', step: 'stock', data: 'none left' });
  });

  it('keeps the first answer of a step', () => {
    const steps = { payment: { answer: 'done', data: 1 } } as const;
    expect(decide(names, { open: true, steps }, { step: 'payment', answer: 'failed', data: 2 })).toBeUndefined();
  });

  it('changes nothing after the end', () => {
    expect(decide(names, { open: false, steps: {} }, done('payment'))).toBeUndefined();
    expect(decide(names, { open: false, steps: {} }, 'deadline')).toBeUndefined();
  });
});

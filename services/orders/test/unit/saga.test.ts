import fc from 'fast-check';
import type { Order } from '../../src/domain/order';
import { decide } from '../../src/saga/decide';
import { placeOrder } from '../../src/saga/place-order';
import { authorized, declined } from '../support/payments';
import { type Action, type Participant, world } from '../support/saga-world';
import { rejected, reserved } from '../support/stock';

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

describe('placing an order', () => {
  const id = '01890000-0000-7000-8000-000000000001';
  const pending: Order = {
    id,
    userId: 'u',
    total: { amount: 1, currency: 'EUR' },
    status: 'pending',
    version: 1,
    steps: {},
  };
  const answers = {
    paid: { step: 'payment', answer: 'done', data: authorized(id).data },
    declined: { step: 'payment', answer: 'failed', data: declined(id).data },
    reserved: { step: 'stock', answer: 'done', data: reserved(id).data },
    rejected: { step: 'stock', answer: 'failed', data: rejected(id).data },
    deadline: 'deadline',
  } as const;
  type Word = keyof typeof answers;
  const words = Object.keys(answers) as Word[];

  /** What has become of the order, and why, after all that was said; said is ended at the first end. */
  function endOf(said: readonly Word[]): string {
    let order = pending;
    const ends: string[] = [];
    for (const word of said) {
      const next = placeOrder.next(order, answers[word]);
      if (next === undefined) continue;
      order = { ...order, steps: next.steps, status: next.ending?.status ?? order.status };
      const data = next.ending?.event.data as { reason?: string } | undefined;
      if (data) ends.push(data.reason ?? 'confirmed');
    }
    expect(ends.length).toBeLessThan(2);
    return ends[0] ?? 'pending';
  }

  /** The same said without the machine: the first answer of each step counts, and the first that decides. */
  function expectedEnd(said: readonly Word[]): string {
    const first = (step: readonly Word[]) => said.find((word) => step.includes(word));
    const payment = first(['paid', 'declined']);
    const stock = first(['reserved', 'rejected']);
    const both =
      payment === 'paid' && stock === 'reserved' ? Math.max(said.indexOf('paid'), said.indexOf('reserved')) : -1;
    const decisive: [at: number, end: string][] = [
      [both, 'confirmed'],
      [payment === 'declined' ? said.indexOf('declined') : -1, 'payment-declined'],
      [stock === 'rejected' ? said.indexOf('rejected') : -1, 'out-of-stock'],
      [said.indexOf('deadline'), 'deadline'],
    ];
    return decisive.filter(([at]) => at >= 0).sort(([a], [b]) => a - b)[0]?.[1] ?? 'pending';
  }

  const upTo = (length: number): Word[][] => (length === 0 ? [[]] : [...upTo(length - 1), ...ofLength(length)]);
  const ofLength = (length: number): Word[][] =>
    length === 0 ? [[]] : ofLength(length - 1).flatMap((said) => words.map((word) => [...said, word]));

  it('ends as its first decisive answer says, for every interleaving of up to five answers', () => {
    const all = upTo(5);
    expect(all).toHaveLength(1 + 5 + 25 + 125 + 625 + 3125);
    for (const said of all) expect([said, endOf(said)]).toEqual([said, expectedEnd(said)]);
  });
});

import { Type } from '@sinclair/typebox';
import { type Event, eventType, OrderCancelled, OrderConfirmed, OrderCreated, topics } from '@spillway/contracts';
import type { Order } from '../../src/domain/order';
import { isInFlight } from '../../src/domain/status';
import { eventOfRequest, factsOf } from '../../src/orders/events';
import type { SagaInput } from '../../src/saga/decide';
import { type Ending, type Step, saga } from '../../src/saga/saga';

const Answer = Type.Object({ step: Type.String() });

/** A saga like the one of orders, with as many steps as asked for. */
export function sagaOf(names: readonly string[]) {
  const steps: Record<string, Step> = Object.fromEntries(
    names.map((name) => [
      name,
      {
        done: eventType(`${name}Done`, topics.payments, 1, Answer),
        failed: eventType(`${name}Failed`, topics.payments, 1, Answer),
        reason: 'payment-declined',
      },
    ]),
  );
  const cancelled = (order: Order, reason: OrderCancelled['data']['reason']): Ending => ({
    status: 'cancelled',
    event: OrderCancelled.create({ subject: order.id, data: { ...factsOf(order), reason } }),
  });
  return saga({
    steps,
    allDone: (order) => ({
      status: 'confirmed',
      event: OrderConfirmed.create({ subject: order.id, data: { ...factsOf(order), paymentId: order.id } }),
    }),
    anyFailed: (order, { reason }) => cancelled(order, reason),
    tooLate: (order) => cancelled(order, 'deadline'),
  });
}

export type Held = 'nothing' | 'held' | 'refused' | 'kept' | 'given back';

/** Somebody who does one step: reads the order's events in order, and answers in a log of its own. */
export interface Participant {
  readonly step: string;
  readonly will: 'do it' | 'refuse' | 'never answer';
  state: Held;
  /** How far it has read the order's log. */
  read: number;
  readonly answers: SagaInput[];
  /** How far orders has read its answers. */
  answered: number;
}

export type Action =
  | { readonly do: 'participant reads on' | 'answer comes' | 'old answer comes again'; readonly who: number }
  | { readonly do: 'deadline' | 'client cancels' | 'client ships' };

/** One order, its participants and the logs between them. Every action is one that real queues could bring about. */
export function world(participants: Participant[]) {
  const saga = sagaOf(participants.map(({ step }) => step));
  const id = '01890000-0000-7000-8000-000000000001';
  let order: Order = {
    id,
    userId: 'u',
    total: { amount: 100, currency: 'EUR' },
    status: 'pending',
    version: 1,
    steps: {},
  };
  const created = OrderCreated.create({
    subject: id,
    data: {
      orderId: id,
      userId: 'u',
      items: [{ productId: 'p', unitPrice: 100, quantity: 1 }],
      total: order.total,
      createdAt: new Date(0).toISOString(),
    },
  });
  const log: Event[] = [created];

  function advance(input: SagaInput | undefined): void {
    const next = input && saga.next(order, input);
    if (!next) return;
    order = { ...order, version: order.version + 1, steps: next.steps, status: next.ending?.status ?? order.status };
    if (next.ending) log.push(next.ending.event);
  }

  function request(status: 'cancelled' | 'shipped'): void {
    log.push(eventOfRequest(order, status, {}));
    order = { ...order, status };
  }

  function act(action: Action): void {
    if ('who' in action) {
      const participant = participants[action.who % participants.length];
      if (participant !== undefined) move(participant, action.do);
      return;
    }
    if (action.do === 'deadline') advance('deadline');
    if (action.do === 'client cancels' && isInFlight(order.status)) request('cancelled');
    if (action.do === 'client ships' && order.status === 'confirmed') request('shipped');
  }

  function move(
    participant: Participant,
    how: 'participant reads on' | 'answer comes' | 'old answer comes again',
  ): void {
    const { answers, answered } = participant;
    if (how === 'participant reads on') readOn(participant, log);
    else if (how === 'old answer comes again') advance(answers[answered - 1]);
    else if (answered < answers.length) advance(answers[participant.answered++]);
  }

  /** Lets everything arrive that is under way. */
  function drain(): void {
    for (let round = 0; round < 3; round++) {
      for (const participant of participants) {
        while (participant.read < log.length) readOn(participant, log);
        while (participant.answered < participant.answers.length) move(participant, 'answer comes');
      }
    }
  }

  return { act, drain, log, order: () => order };
}

/** Holds upon OrderCreated, keeps upon OrderConfirmed, gives back upon OrderCancelled: what each owner of a step promises. */
function readOn(participant: Participant, log: readonly Event[]): void {
  const event = log[participant.read];
  if (event === undefined) return;
  participant.read++;
  const { step, will, state } = participant;
  if (event.type === 'OrderCreated') {
    participant.state = will === 'refuse' ? 'refused' : 'held';
    const answer = will === 'refuse' ? 'failed' : 'done';
    if (will !== 'never answer') participant.answers.push({ step, answer, data: { step } });
  }
  if (event.type === 'OrderConfirmed' && state === 'held') participant.state = 'kept';
  if (event.type === 'OrderCancelled' && state !== 'refused') participant.state = 'given back';
}

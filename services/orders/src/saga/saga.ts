import type { Event, EventOf, EventType, OrderCancelled } from '@spillway/contracts';
import type { Order } from '../domain/order';
import type { Status } from '../domain/status';
import { type Decided, decide, type SagaInput } from './decide';

/** A step is somebody else's work: it starts by itself on an event of the order, and its end is one of two events. */
export interface Step {
  readonly done: EventType;
  readonly failed: EventType;
  /** How the order's cancellation names the failure of this step. */
  readonly reason: OrderCancelled['data']['reason'];
}

type DataOf<E> = EventOf<E> extends { readonly data: infer D } ? D : never;

/** A failure, with what it is called and what was said of it. */
interface Failed<S extends Step> {
  readonly reason: Step['reason'];
  readonly data: DataOf<S['failed']>;
}

/** How a saga ends: the order's last word on it. */
export interface Ending {
  readonly status: Status;
  readonly event: Event;
}

export interface SagaDefinition<S extends Record<string, Step>> {
  readonly steps: S;
  /** Every step is done; `done` has what each of them answered. */
  allDone(order: Order, done: { readonly [N in keyof S]: DataOf<S[N]['done']> }, cause?: Event): Ending;
  /** One step failed. Whoever had succeeded, or will, hears of it and compensates. */
  anyFailed(order: Order, failed: { readonly [N in keyof S]: Failed<S[N]> }[keyof S], cause?: Event): Ending;
  /** Not every step has answered in time. Late answers are compensated like those before a failure. */
  tooLate(order: Order): Ending;
}

export interface Saga {
  readonly steps: Readonly<Record<string, Step>>;
  /** What becomes of an order; undefined when nothing does. */
  next(
    order: Order,
    input: SagaInput,
    cause?: Event,
  ): { readonly steps: Order['steps']; readonly ending?: Ending } | undefined;
}

/** A saga that reads as its list of steps. A step more is an entry more: answers are kept by the name of the step. */
export function saga<const S extends Record<string, Step>>(definition: SagaDefinition<S>): Saga {
  const names = Object.keys(definition.steps);

  function endingOf(order: Order, { steps, outcome }: Decided, cause?: Event): Ending | undefined {
    switch (outcome.is) {
      case 'waiting':
        return undefined;
      case 'too late':
        return definition.tooLate(order);
      case 'failed': {
        const failed = { reason: definition.steps[outcome.step]?.reason, data: outcome.data };
        return definition.anyFailed(order, failed as Parameters<typeof definition.anyFailed>[1], cause);
      }
      case 'all done': {
        const done = Object.fromEntries(names.map((name) => [name, steps[name]?.data]));
        return definition.allDone(order, done as Parameters<typeof definition.allDone>[1], cause);
      }
    }
  }

  return {
    steps: definition.steps,
    next(order, input, cause) {
      const decided = decide(names, { open: order.status === 'pending', steps: order.steps }, input);
      if (decided === undefined) return undefined;
      const ending = endingOf(order, decided, cause);
      return ending === undefined ? { steps: decided.steps } : { steps: decided.steps, ending };
    },
  };
}

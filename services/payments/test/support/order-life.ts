import { Permanent, PrepareAgain } from '@spillway/chassis';
import type { Event } from '@spillway/contracts';
import fc from 'fast-check';
import type { Payment } from '../../src/domain/payment';
import { authorize } from '../../src/events/authorize';
import { capture } from '../../src/events/capture';
import { release } from '../../src/events/release';
import { providerFor } from '../../src/provider';
import { orderEvents } from './order-events';
import type { HoldState, ProviderDouble } from './provider-double';

/**
 * What can befall the events of one order on their way: any order, repeats, a crash between the two halves of a handler,
 * dead letters before and after the remote half, their redrive at any time, and a member that has lost its partition
 * and finishes later what it had begun.
 */
const fates = ['applied', 'crash-after-prepare', 'dead-letter', 'dead-letter-after-prepare', 'zombie'] as const;
const kinds = ['created', 'confirmed', 'cancelled'] as const;

type Step =
  | { do: 'deliver'; kind: (typeof kinds)[number]; fate: (typeof fates)[number] }
  | { do: 'repeat' | 'redrive' | 'zombie-wakes'; pick: number };

export const orderLife: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('deliver' as const),
        kind: fc.constantFrom(...kinds),
        fate: fc.constantFrom(...fates),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('repeat' as const, 'redrive', 'zombie-wakes'), pick: fc.nat(9) }),
    },
  ),
  { maxLength: 12 },
);

/** Where payments are kept: in memory or in the real table. */
export interface Store {
  find(orderId: string): Promise<Payment | undefined>;
  /** The durable half: false when the event was in the inbox already. Throws what `apply` throws. */
  apply(event: Event, prepared: unknown): Promise<boolean>;
}

interface Order {
  readonly orderId: string;
  /** There is nothing to pay for it. */
  readonly free: boolean;
}

const nothing = { amount: 0, currency: 'EUR' };

/** Lets one order live through the steps, then redrives what is left until nothing changes any more. */
export async function live(steps: readonly Step[], double: ProviderDouble, store: Store, { orderId, free }: Order) {
  const make = free ? orderEvents(orderId, nothing) : orderEvents(orderId);
  // An order is created once, so all its OrderCreated messages are repeats of one event.
  const created = make.created();
  const seen: Event[] = [];
  const deadLetters: Event[] = [];
  const zombies: { event: Event; knew: Payment | undefined }[] = [];
  let hadZombies = false;
  const take = <T>(from: T[], pick: number): T[] => (from.length === 0 ? [] : from.splice(pick % from.length, 1));

  async function prepare(event: Event, find: Store['find']): Promise<unknown> {
    const deps = { providerFor: providerFor(double.provider), find };
    const context = { signal: new AbortController().signal };
    if (event.type === 'OrderCreated') return authorize(deps).prepare?.(event as typeof created, context);
    if (event.type === 'OrderConfirmed') {
      return capture(deps).prepare?.(event as ReturnType<typeof make.confirmed>, context);
    }
    return release(deps).prepare?.(event as ReturnType<typeof make.cancelled>, context);
  }

  /** As the runtime does it: what fails for good becomes a dead letter. */
  async function handle(event: Event, find = store.find): Promise<void> {
    try {
      await store.apply(event, await prepare(event, find));
      // Nobody has to redrive anything before a cancelled order's money is free again.
      if (event.type === 'OrderCancelled' && !hadZombies) expectNothingHeld(double, orderId);
    } catch (error) {
      if (!(error instanceof Permanent || error instanceof PrepareAgain)) throw error;
      deadLetters.push(event);
    }
  }

  async function deliver(event: Event, fate: (typeof fates)[number]): Promise<void> {
    seen.push(event);
    hadZombies ||= fate === 'zombie';
    if (fate === 'zombie') zombies.push({ event, knew: await store.find(orderId) });
    if (fate === 'crash-after-prepare' || fate === 'dead-letter-after-prepare') {
      await prepare(event, store.find).catch(() => undefined);
    }
    if (fate === 'applied' || fate === 'crash-after-prepare') await handle(event);
    else deadLetters.push(event);
  }

  async function wake(woken: typeof zombies): Promise<void> {
    for (const { event, knew } of woken) await handle(event, async () => knew);
  }

  for (const step of steps) {
    if (step.do === 'deliver') await deliver(step.kind === 'created' ? created : make[step.kind](), step.fate);
    else if (step.do === 'zombie-wakes') await wake(take(zombies, step.pick));
    else {
      // What a lost member had begun ends within the processing timeout (seconds), before its event comes a third time.
      await wake(zombies.splice(0));
      const again = step.do === 'redrive' ? take(deadLetters, step.pick) : seen.slice(step.pick, step.pick + 1);
      for (const event of again) await handle(event);
    }
  }
  await wake(zombies.splice(0));
  for (let round = 0; round < 4; round++) {
    for (const event of deadLetters.splice(0)) await handle(event);
  }
  return { seen, deadLetters };
}

const isOpen = (state: HoldState) => state === 'held' || state === 'taken';

function expectNothingHeld(double: ProviderDouble, orderId: string): void {
  expect(double.holdsOf(orderId).filter(isOpen)).toEqual([]);
}

/** What must hold for an order when nothing is on its way any more. */
export function expectSettled(
  payment: Payment | undefined,
  double: ProviderDouble,
  { seen, deadLetters, orderId, free }: Order & { seen: readonly Event[]; deadLetters: readonly Event[] },
): void {
  const holds = double.holdsOf(orderId);
  const was = (type: string) => seen.some((event) => event.type === type);

  expect(holds.length).toBeLessThanOrEqual(1); // charged once, whatever happened
  if (free) {
    expect(double.calls).toEqual([]);
    expect(payment?.status).not.toBe('declined');
  }
  if (was('OrderCancelled')) {
    expectNothingHeld(double, orderId);
    expect(payment?.status).toMatch(/^(voided|refunded|cancelled|declined)$/);
  } else if (was('OrderCreated')) {
    expect(payment?.status).toMatch(/^(authorized|captured|declined)$/);
  }
  const expected = { authorized: ['held'], captured: ['taken'], voided: ['voided'], refunded: ['refunded'] };
  if (payment !== undefined && payment.status in expected) {
    expect(holds).toEqual(free ? [] : expected[payment.status as keyof typeof expected]);
  }
  // Only what contradicts itself stays a dead letter: a confirmation of an order that has no payment to take.
  for (const { type } of deadLetters) {
    expect(type).toBe('OrderConfirmed');
    expect(payment?.status ?? 'declined').toBe('declined');
  }
}

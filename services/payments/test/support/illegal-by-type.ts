import type { Authorized, Captured, Declined, Voided } from '../../src/domain/payment';
import { capture, refund, voidHold } from '../../src/domain/transitions';

/** Transitions that must not compile: `npm run types` fails when one of them does. */
export function illegalByType(held: Authorized, taken: Captured, given: Voided, refused: Declined): void {
  capture(held);
  // @ts-expect-error what is captured cannot be captured again
  capture(taken);
  // @ts-expect-error what is captured can only be refunded
  voidHold(taken);
  // @ts-expect-error what is voided cannot be captured
  capture(given);
  // @ts-expect-error nothing is held of a declined payment
  refund(refused);
}

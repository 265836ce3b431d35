import { Permanent } from '../../errors';

/** A short, stable word for a failure: a header of the dead letter and a metric label, so its values must stay few. */
export function reasonOf(error: unknown): string {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++) {
    if (current instanceof Permanent) return current.reason;
    if (Reflect.get(current, 'code') === 'INVALID_EVENT') return 'invalid-event';
    if (Reflect.get(current, 'code') === 'PROCESSING_TIMEOUT') return 'timeout';
  }
  return 'failed';
}

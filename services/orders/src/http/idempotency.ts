import { hash } from 'node:crypto';
import { Problem } from '@spillway/chassis';
import type { NewOrder } from '../domain/order';
import type { Idempotency } from '../orders/same-key';

const form = /^[\x20-\x7e]{1,255}$/;

/**
 * The key of the Idempotency-Key header with a hash of what is asked for. Hashed is the canonical order: the same order in
 * the other form, or with its members in another order, is the same request.
 */
export function idempotencyOf(header: string | string[] | undefined, order: NewOrder): Idempotency | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !form.test(header)) {
    const detail = 'Idempotency-Key must be 1 to 255 printable ASCII characters.';
    throw new Problem(400, 'INVALID_IDEMPOTENCY_KEY', detail);
  }
  return { key: header, hash: hash('sha256', JSON.stringify(order)) };
}

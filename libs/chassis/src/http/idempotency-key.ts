import { Problem } from './problem';

const form = /^[\x20-\x7e]{1,255}$/;

/** The key of the Idempotency-Key header, where there is one. @throws Problem unless it has the right form */
export function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined || (typeof header === 'string' && form.test(header))) return header;
  throw new Problem(400, 'INVALID_IDEMPOTENCY_KEY', 'Idempotency-Key must be 1 to 255 printable ASCII characters.');
}

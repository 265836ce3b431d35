import { randomUUID } from 'node:crypto';

const sane = /^[\w.:+/=-]{1,128}$/;

/** The caller's x-request-id where it is fit for logs and headers, else a new one. */
export function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && sane.test(given) ? given : randomUUID();
}

import { randomUUID } from 'node:crypto';

const sane = /^[\w.:+/=-]{1,128}$/;

/** The caller's x-request-id where it is fit for logs and headers. */
export const givenId = (given: string | string[] | undefined): string | undefined =>
  typeof given === 'string' && sane.test(given) ? given : undefined;

/** The caller's x-request-id where it is fit for logs and headers, else a new one. */
export const requestId = (given: string | string[] | undefined): string => givenId(given) ?? randomUUID();

/**
 * How a failure is to be treated, decided where it is understood and obeyed by the consumer:
 * permanent -> dead letter at once; transient -> wait and try again without end; anything else -> a few tries, then dead letter.
 */
export type FailureClass = 'permanent' | 'transient' | 'unknown';

/** Trying again cannot help: the message itself is wrong. `reason` becomes a header of the dead letter and a metric label. */
export class Permanent extends Error {
  readonly code = 'PERMANENT';
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Permanent';
    this.reason = reason;
  }
}

/** Something this process depends on does not answer; the message is fine and must wait for it, never be dead-lettered. */
export class Transient extends Error {
  readonly code = 'TRANSIENT';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Transient';
  }
}

/** Codes of the network and of the resolver that say «not now», whoever raised them. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ESOCKET',
  'ECONNECTION',
  'UND_ERR_CONNECT_TIMEOUT', // undici, which is fetch
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
]);

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;

/** What AbortSignal.timeout() throws: a client's own limit for an answer. */
const isClientTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && Reflect.get(error, 'name') === 'TimeoutError';

/** True for failures to reach a remote side at all, or to get its answer in the client's own time. */
export const isNetworkError = (error: unknown): boolean =>
  networkCodes.has(String(codeOf(error))) || isClientTimeout(error);

/** Looks along the chain of causes: the first error that has a class of its own decides. */
export function classify(error: unknown, isTransient: (error: unknown) => boolean = isNetworkError): FailureClass {
  for (let current = error, depth = 0; current !== undefined && current !== null && depth < 8; depth++) {
    if (current instanceof Permanent || codeOf(current) === 'INVALID_EVENT') return 'permanent';
    if (current instanceof Transient || isTransient(current)) return 'transient';
    current = Reflect.get(Object(current), 'cause'); // not every error is of this realm: fetch's are not, under jest
  }
  return 'unknown';
}

/**
 * Thrown by the durable half of a handler: what its remote half found out is no longer true, because another consumer has
 * been at work on the same key. Both halves run again, as often as any other failure is tried.
 */
export class PrepareAgain extends Error {
  readonly code = 'PREPARE_AGAIN';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PrepareAgain';
  }
}

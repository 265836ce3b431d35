import { Transient } from '@spillway/chassis';

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

/** Where a final no concerns this mail. Before it, at the greeting, the login or the sender, it concerns our set-up. */
const ofThisMail = new Set(['RCPT TO', 'DATA']);

/** nodemailer's own verdict on an address it will not even try. */
const isUnusableAddress = (error: unknown): boolean =>
  fieldOf(error, 'code') === 'EENVELOPE' && fieldOf(error, 'command') === 'API';

/**
 * Why the mail server will never take this mail, or undefined when it only did not take it now.
 * The reason is the reply's numbers alone: its text often repeats the address, and reasons end up in events and logs.
 */
export function refusalOf(error: unknown): string | undefined {
  if (isUnusableAddress(error)) return 'unusable-address';
  const code = fieldOf(error, 'responseCode');
  const isFinal = fieldOf(error, 'permanent') === true && ofThisMail.has(String(fieldOf(error, 'command')));
  if (!isFinal) return undefined;
  const [enhanced] = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(String(fieldOf(error, 'response'))) ?? [];
  return ['smtp', code, enhanced].filter((part) => part !== undefined).join(' ');
}

/** True where it was the server that failed, not this mail: the next mail would fare no better. */
export const isServerAway = (error: unknown): boolean =>
  refusalOf(error) === undefined && !ofThisMail.has(String(fieldOf(error, 'command'))) && !(error instanceof Transient);

/**
 * Everything but a refusal (server away, overloaded, 4xx, wrong password) means: the mail waits, and with it its partition,
 * until somebody or time has mended it.
 */
export function notNow(error: unknown): Transient {
  if (error instanceof Transient) return error;
  const reply = fieldOf(error, 'responseCode');
  const what = `The mail server does not take mail now (${String(reply || fieldOf(error, 'code') || 'error')})`;
  // A reply is not kept as the cause: it quotes the address, and causes are logged.
  return reply ? new Transient(what) : new Transient(what, { cause: error });
}

import { fallbackAddress } from './address';
import type { MailConfig } from './config';
import { notNow, refusalOf } from './failure';
import { handover } from './metrics';
import type { Rendered } from './templates';
import type { Transport } from './transport';

export interface Letter {
  /** What the mail tells about: the same event and kind give the same Message-ID, so a repeat can be recognised. */
  eventId: string;
  kind: string;
  orderId: string;
  userId: string;
  /** Where the user wants mail; left out for the fallback address. */
  address?: string | undefined;
  content: Rendered;
}

export type MailOutcome = { status: 'sent' } | { status: 'failed'; reason: string };

export type Deliver = (letter: Letter, signal?: AbortSignal) => Promise<MailOutcome>;

const domainOf = (sender: string): string => /@([^<>@\s]+?)>?$/.exec(sender)?.[1] ?? 'localhost';

/**
 * Hands mails to the mail server. Resolves with what is final (taken, or refused for good);
 * throws Transient while the server cannot be reached or asks to come back later.
 */
export function mailer(transport: Transport, config: Pick<MailConfig, 'from' | 'fallbackDomain'>): Deliver {
  const domain = domainOf(config.from);

  return async ({ eventId, kind, orderId, userId, address, content }, signal) => {
    const to = address ?? (config.fallbackDomain && fallbackAddress(userId, config.fallbackDomain));
    if (to === undefined) return { status: 'failed', reason: 'no-address' };
    const messageId = `<${eventId}.${kind}@${domain}>`;
    const references = `<order.${orderId}@${domain}>`;
    const stop = handover.startTimer();
    try {
      await transport.send({ from: config.from, to, ...content, messageId, references }, signal);
      stop({ outcome: 'sent' });
      return { status: 'sent' };
    } catch (error) {
      const reason = refusalOf(error);
      stop({ outcome: reason === undefined ? 'deferred' : 'refused' });
      if (reason === undefined) throw notNow(error);
      return { status: 'failed', reason };
    }
  };
}

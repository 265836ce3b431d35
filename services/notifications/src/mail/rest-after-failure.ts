import { Transient } from '@spillway/chassis';
import { isServerAway } from './failure';
import type { Transport } from './transport';

/**
 * Spares a mail server that is away, and ourselves, the rest of the batch: after a failure to reach it, mails fail at once
 * for a moment, as Transient like the first one. The consumer's own back-off decides when the batch is tried again.
 */
export function restAfterFailure(
  transport: Transport,
  restMs = 250,
  now: () => number = () => performance.now(),
): Transport {
  let restsUntil = Number.NEGATIVE_INFINITY;
  return {
    async send(mail, signal) {
      if (now() < restsUntil) throw new Transient('The mail server could not be reached a moment ago');
      try {
        await transport.send(mail, signal);
      } catch (error) {
        if (isServerAway(error)) restsUntil = now() + restMs;
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

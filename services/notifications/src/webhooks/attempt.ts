import { inSpan } from '../events/in-span';
import type { Attempted, Claimed } from './deliveries';
import { attempts } from './metrics';
import { payloadOf } from './payload';
import { waitAfter } from './schedule';
import type { Answer, Send } from './send';
import { signed } from './signature';

/** Sends one claimed delivery once and decides what follows: done, again later, or given up. Never throws. */
export async function attempt(claimed: Claimed, send: Send, schedule: readonly number[]): Promise<Attempted> {
  const { webhook, id, kind, event } = claimed;
  if (webhook === undefined) return { claimed, status: 'failed', reason: 'webhook-removed' };
  const body = payloadOf(kind, event);
  const call = { url: webhook.url, headers: signed(webhook.secret, id, new Date(), body), body };
  const answer = await inSpan('send webhook', kind, event, () => send(call));
  attempts.inc({ outcome: answer.outcome });
  return judge(claimed, answer, schedule);
}

function judge(claimed: Claimed, answer: Answer, schedule: readonly number[]): Attempted {
  if (answer.outcome === 'delivered') return { claimed, status: 'sent' };
  const { reason } = answer;
  const waitMs = answer.outcome === 'gone' ? undefined : waitAfter(claimed.attempt, schedule);
  return waitMs === undefined ? { claimed, status: 'failed', reason } : { claimed, status: 'again', reason, waitMs };
}

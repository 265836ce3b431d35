import type { Handler } from '@spillway/chassis';
import type { Deliver } from '../mail/mailer';
import type { Render } from '../mail/templates';
import { viewOf } from '../mail/view';
import type { Kind } from '../notifications/kind';
import { outcomeEvent } from '../notifications/outcome';
import { type Notification, notification, record } from '../notifications/record';
import type { Preference } from '../preferences/preference';
import { enqueue } from '../webhooks/deliveries';
import { inSpan } from './in-span';
import type { Notifiable } from './notifiable';

export interface Notifying {
  render: Render;
  deliver: Deliver;
  preferenceOf: (userId: string) => Promise<Preference | undefined>;
}

/**
 * Tells the user about one kind of event: by mail, and by webhook where one is set.
 * The mail leaves before it is recorded; should the process die in between, its repeat carries the same Message-ID.
 */
export const notify = (
  kind: Kind,
  { render, deliver, preferenceOf }: Notifying,
): Handler<Notifiable, Notification[]> => ({
  async prepare(event, { signal }) {
    const { orderId, userId } = event.data;
    const preference = await preferenceOf(userId);
    if (preference?.deleted) {
      return [notification({ event, kind, channel: 'mail', status: 'failed', reason: 'user-deleted' })];
    }
    const content = render(kind, viewOf(event));
    const letter = { eventId: event.id, kind, orderId, userId, address: preference?.email, content };
    const outcome = await inSpan('send mail', kind, event, () => deliver(letter, signal));
    const mail = notification({ event, kind, channel: 'mail', ...outcome });
    if (preference?.webhook === undefined || preference.webhook.gone) return [mail];
    return [mail, notification({ event, kind, channel: 'webhook', status: 'pending' })];
  },

  async apply(prepared, tx) {
    const written = await record(
      tx,
      prepared.flatMap(([, notifications]) => notifications),
    );
    await enqueue(
      tx,
      written.filter(({ channel }) => channel === 'webhook'),
    );
    return written.filter(({ status }) => status !== 'pending').map(outcomeEvent);
  },
});

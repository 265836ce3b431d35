import { Type } from '@sinclair/typebox';
import { type EventOf, eventType } from '../event-type';
import { identifier, oneOf, text, uuid } from '../schema/fields';
import { limits } from '../schema/limits';
import { topics } from '../topics';

const notification = {
  notificationId: uuid(),
  orderId: uuid(),
  userId: identifier(),
  channel: oneOf('mail', 'webhook'),
  kind: identifier('Which message it is'),
  eventId: uuid('The event the user is told about'),
};

/** The mail server or the webhook's receiver took it. */
export const NotificationSent = eventType(
  'NotificationSent',
  topics.notifications,
  1,
  Type.Object(notification, { description: "The mail server or the webhook's receiver took it" }),
);
export type NotificationSent = EventOf<typeof NotificationSent>;

/** It was given up for good. */
export const NotificationFailed = eventType(
  'NotificationFailed',
  topics.notifications,
  1,
  Type.Object({ ...notification, reason: text(limits.explanation) }, { description: 'It was given up for good' }),
);
export type NotificationFailed = EventOf<typeof NotificationFailed>;

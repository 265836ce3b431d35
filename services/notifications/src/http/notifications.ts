import { Type } from '@sinclair/typebox';
import { type Database, route } from '@spillway/chassis';
import { listNotifications } from '../notifications/list';

const optionalText = Type.Optional(Type.String());
const optionalTime = Type.Optional(Type.String({ format: 'date-time' }));

const Listed = Type.Object({
  notificationId: Type.String({ format: 'uuid' }),
  eventId: Type.String({ format: 'uuid', description: 'The event the user is told about' }),
  orderId: Type.String({ format: 'uuid' }),
  userId: Type.String(),
  kind: Type.String(),
  channel: Type.String({ enum: ['mail', 'webhook'] }),
  status: Type.String({ enum: ['pending', 'sent', 'failed'] }),
  reason: optionalText,
  createdAt: Type.String({ format: 'date-time' }),
  settledAt: optionalTime,
  attempts: Type.Optional(Type.Integer({ description: 'How often the webhook was called' })),
  nextAttemptAt: optionalTime,
});

export const getNotifications = (db: Database) =>
  route({
    method: 'get',
    path: '/notifications',
    summary: 'What users were told, newest first',
    query: Type.Object(
      {
        orderId: Type.Optional(Type.String({ format: 'uuid' })),
        cursor: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
        limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
      },
      { additionalProperties: false },
    ),
    answers: { 200: Type.Object({ notifications: Type.Array(Listed), next: optionalText }) },
    async handle({ query: { orderId, cursor, limit } }) {
      // One more than asked for tells whether there is a next page.
      const found = await listNotifications(db, { orderId, before: cursor, limit: limit + 1 });
      const notifications = found.slice(0, limit);
      const next = found.length > limit ? notifications.at(-1)?.notificationId : undefined;
      return { status: 200, body: { notifications, ...(next !== undefined && { next }) } };
    },
  });

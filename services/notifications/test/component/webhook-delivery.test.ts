import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { confirmed } from '../support/events';
import { webhookScene } from '../support/webhook-scene';

const scene = webhookScene();

Object.assign(scene.answers, {
  '/twice-busy': (call: number) => (call <= 2 ? 503 : 204),
  '/broken': () => 500,
  '/moved': () => 302,
  '/gone': () => 410,
  '/slow': () => new Promise(() => {}),
});

const outcomes = (orderId: string) =>
  scene.database.db.query<{ type: string; data: object }>(
    "SELECT type, data FROM events WHERE subject = $1 AND data->>'channel' = 'webhook'",
    [orderId],
  );

it('calls the receiver once, signed as Standard Webhooks says', async () => {
  const { event, webhook, calls, secret } = await scene.tell(await scene.start(), `/ok-${randomUUID()}`);
  expect(webhook).toMatchObject({ status: 'sent', attempts: 1 });
  expect(calls).toHaveLength(1);
  const [call] = calls;
  expect(call?.headers['webhook-id']).toBe(webhook?.notificationId);
  expect(new Webhook(secret).verify(call?.body ?? '', call?.headers ?? {})).toEqual({
    type: 'order.confirmed',
    timestamp: event.time,
    data: { orderId: event.subject, userId: event.data.userId, amount: event.data.total },
  });
  expect(await outcomes(event.subject)).toMatchObject([
    { type: 'NotificationSent', data: { notificationId: webhook?.notificationId, eventId: event.id } },
  ]);
});

it('tries again under the same id until the receiver takes it', async () => {
  const { webhook, calls, secret } = await scene.tell(await scene.start(), '/twice-busy');
  expect(webhook).toMatchObject({ status: 'sent', attempts: 3 });
  expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  for (const { body, headers } of calls) expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
});

it('gives up when the schedule is at its end, and says so', async () => {
  const { event, webhook, calls } = await scene.tell(await scene.start(), '/broken');
  expect(webhook).toMatchObject({ status: 'failed', reason: 'http-500', attempts: 4 });
  expect(calls).toHaveLength(4);
  expect(await outcomes(event.subject)).toMatchObject([{ type: 'NotificationFailed', data: { reason: 'http-500' } }]);
});

it('follows no redirect', async () => {
  const { webhook } = await scene.tell(await scene.start(), '/moved');
  expect(webhook).toMatchObject({ status: 'failed', reason: 'http-302' });
  expect(scene.hooks.calls('/redirected')).toEqual([]);
});

it('waits for no receiver longer than the limit', async () => {
  const { webhook } = await scene.tell(
    await scene.start({ WEBHOOK_TIMEOUT_MS: '100', WEBHOOK_SCHEDULE_MS: '10' }),
    '/slow',
  );
  expect(webhook).toMatchObject({ status: 'failed', reason: 'timeout', attempts: 2 });
});

it('stops calling a receiver that is gone, until the user sets it again', async () => {
  const service = await scene.start();
  const { userId, webhook, calls } = await scene.tell(service, '/gone');
  expect(webhook).toMatchObject({ status: 'failed', reason: 'http-410', attempts: 1 });
  expect(calls).toHaveLength(1);
  const shown = async () => (await (await fetch(`${service.url}/preferences/${userId}`)).json()) as object;
  expect(await shown()).toEqual({ userId, webhookUrl: `${scene.hooks.url}/gone`, webhookGone: true });

  const next = confirmed(userId);
  await scene.here.publish(next);
  expect(await service.settled(next.subject, 1)).toMatchObject([{ channel: 'mail' }]);

  await service.put(userId, { webhookUrl: `${scene.hooks.url}/back` });
  const last = confirmed(userId);
  await scene.here.publish(last);
  await service.settled(last.subject, 2);
  expect(scene.hooks.calls('/back')).toHaveLength(1);
});

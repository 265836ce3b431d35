import { randomUUID } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { eventually, type TestDatabase } from '@spillway/chassis/testing';
import { Webhook } from 'standardwebhooks';
import type { Resolve } from '../../src/webhooks/lookup';
import { confirmed } from '../support/events';
import { type MailServer, mailServer } from '../support/mail-server';
import { type Receiver, receiver } from '../support/receiver';
import { freshDatabase, type Place, place, type Service, startService } from '../support/service';

let database: TestDatabase;
let here: Place;
let mail: MailServer;
let hooks: Receiver;
const services: Service[] = [];

/** What the receiver answers to the nth call of a path. */
const answers: Record<string, (call: number) => number | Promise<number>> = {
  '/twice-busy': (call) => (call <= 2 ? 503 : 204),
  '/broken': () => 500,
  '/moved': () => 302,
  '/gone': () => 410,
  '/slow': () => new Promise(() => {}),
};

async function start(env: NodeJS.ProcessEnv = {}, resolve?: Resolve): Promise<Service> {
  const settings = { SMTP_URL: mail.url, WEBHOOK_ALLOW_PRIVATE: 'true', WEBHOOK_SCHEDULE_MS: '20,20,20', ...env };
  const service = await startService(database, here, settings, resolve && { resolve });
  services.push(service);
  return service;
}

beforeAll(async () => {
  mail = await mailServer();
  hooks = await receiver((path, call) => answers[path]?.(call) ?? 200);
});

beforeEach(async () => {
  [database, here] = await Promise.all([freshDatabase(), place()]);
});

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()));
  await database?.drop();
});

afterAll(async () => {
  await mail?.stop();
  await hooks?.stop();
});

/** Lets a user with a webhook at this path have an order confirmed, and waits for mail and webhook to end. */
async function tell(service: Service, path: string) {
  const userId = `user-${randomUUID()}`;
  const { body } = await service.put(userId, { webhookUrl: hooks.url + path });
  const event = confirmed(userId);
  await here.publish(event, event);
  const listed = await service.settled(event.subject, 2);
  const webhook = listed.find(({ channel }) => channel === 'webhook');
  const calls = hooks.calls(path);
  return { userId, event, webhook, calls, secret: String(body.webhookSecret) };
}

const outcomes = (orderId: string) =>
  database.db.query<{ type: string; data: object }>(
    "SELECT type, data FROM events WHERE subject = $1 AND data->>'channel' = 'webhook'",
    [orderId],
  );

it('calls the receiver once, signed as Standard Webhooks says', async () => {
  const { event, webhook, calls, secret } = await tell(await start(), `/ok-${randomUUID()}`);
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
  const { webhook, calls, secret } = await tell(await start(), '/twice-busy');
  expect(webhook).toMatchObject({ status: 'sent', attempts: 3 });
  expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  for (const { body, headers } of calls) expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
});

it('gives up when the schedule is at its end, and says so', async () => {
  const { event, webhook, calls } = await tell(await start(), '/broken');
  expect(webhook).toMatchObject({ status: 'failed', reason: 'http-500', attempts: 4 });
  expect(calls).toHaveLength(4);
  expect(await outcomes(event.subject)).toMatchObject([{ type: 'NotificationFailed', data: { reason: 'http-500' } }]);
});

it('follows no redirect', async () => {
  const { webhook } = await tell(await start(), '/moved');
  expect(webhook).toMatchObject({ status: 'failed', reason: 'http-302' });
  expect(hooks.calls('/redirected')).toEqual([]);
});

it('waits for no receiver longer than the limit', async () => {
  const { webhook } = await tell(await start({ WEBHOOK_TIMEOUT_MS: '100', WEBHOOK_SCHEDULE_MS: '10' }), '/slow');
  expect(webhook).toMatchObject({ status: 'failed', reason: 'timeout', attempts: 2 });
});

it('lets no slow receiver hold up the others', async () => {
  const answered = Promise.withResolvers<number>();
  answers['/held'] = () => answered.promise;
  const service = await start({ WEBHOOK_CONCURRENCY: '4', WEBHOOK_TIMEOUT_MS: '120000' });
  await service.put('slow', { webhookUrl: `${hooks.url}/held` });
  const waiting = Array.from({ length: 20 }, () => confirmed('slow'));
  await here.publish(...waiting);
  const [last] = waiting.slice(-1);
  await eventually(async () => (await service.notifications(last?.subject ?? '')).length === 2);
  const { webhook } = await tell(service, `/quick-${randomUUID()}`);
  expect(webhook).toMatchObject({ status: 'sent', attempts: 1 });
  const open = await service.notifications(last?.subject ?? '');
  expect(open.find(({ channel }) => channel === 'webhook')).toMatchObject({ status: 'pending' });
  answered.resolve(204);
});

it('stops calling a receiver that is gone, until the user sets it again', async () => {
  const service = await start();
  const { userId, webhook, calls } = await tell(service, '/gone');
  expect(webhook).toMatchObject({ status: 'failed', reason: 'http-410', attempts: 1 });
  expect(calls).toHaveLength(1);
  const shown = async () => (await (await fetch(`${service.url}/preferences/${userId}`)).json()) as object;
  expect(await shown()).toEqual({ userId, webhookUrl: `${hooks.url}/gone`, webhookGone: true });

  const next = confirmed(userId);
  await here.publish(next);
  expect(await service.settled(next.subject, 1)).toMatchObject([{ channel: 'mail' }]);

  await service.put(userId, { webhookUrl: `${hooks.url}/back` });
  const last = confirmed(userId);
  await here.publish(last);
  await service.settled(last.subject, 2);
  expect(hooks.calls('/back')).toHaveLength(1);
});

it('keeps what is to be tried again through a restart', async () => {
  const path = '/after-restart';
  let isUp = false;
  answers[path] = () => (isUp ? 200 : 503);
  const first = await start({ WEBHOOK_SCHEDULE_MS: ['10', ...Array(60).fill('1000')].join() });
  await first.put('ada', { webhookUrl: hooks.url + path });
  const event = confirmed('ada');
  await here.publish(event);
  await eventually(() => hooks.calls(path).length >= 2);
  await first.stop();
  isUp = true;
  const second = await start();
  const listed = await second.settled(event.subject, 2);
  expect(listed.find(({ channel }) => channel === 'webhook')).toMatchObject({ status: 'sent' });
});

it('delivers each once although two workers share the work', async () => {
  const [one] = await Promise.all([start(), start()]);
  const path = `/shared-${randomUUID()}`;
  const users = Array.from({ length: 60 }, (_, index) => `shared-${index}`);
  await Promise.all(users.map((user) => one.put(user, { webhookUrl: hooks.url + path })));
  await here.publish(...users.map((user) => confirmed(user)));
  await eventually(async () => {
    const [row] = await database.db.query<{ count: number }>(
      "SELECT count(*)::int FROM notifications WHERE channel = 'webhook' AND status = 'sent'",
    );
    return row?.count === users.length;
  });
  const ids = hooks.calls(path).map(({ headers }) => headers['webhook-id']);
  expect([ids.length, new Set(ids).size]).toEqual([users.length, users.length]);
});

describe('private networks', () => {
  /** A name server whose answers the test decides, one after the other. */
  function nameServer(...addresses: string[]): Resolve {
    let asked = 0;
    return (_host, _options, done) => {
      const address = addresses[Math.min(asked++, addresses.length - 1)] ?? '';
      const answer: LookupAddress[] = [{ address, family: 4 }];
      done(null, answer);
    };
  }
  const closed = { WEBHOOK_ALLOW_PRIVATE: 'false', WEBHOOK_SCHEDULE_MS: '10' };

  it.each([
    'https://127.0.0.1/hook',
    'https://[::1]/hook',
    'https://[::ffff:10.0.0.1]/hook',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/hook',
    'http://example.com/hook',
    'https://user:pass@example.com/hook',
    'not a url',
  ])('are refused when they are set: %s', async (webhookUrl) => {
    const service = await start(closed, nameServer('93.184.216.34'));
    const { status, body } = await service.put('ada', { webhookUrl });
    expect([status, body.code]).toEqual([422, 'validation-failed']);
    expect(body.errors).toMatchObject([{ pointer: '/webhookUrl' }]);
  });

  it('are refused when a name leads there', async () => {
    const service = await start(closed, nameServer('10.0.0.1'));
    expect((await service.put('ada', { webhookUrl: 'https://rebind.example/hook' })).status).toBe(422);
  });

  it('are not reached by a name that leads elsewhere once it has been accepted (DNS rebinding)', async () => {
    const service = await start(closed, nameServer('93.184.216.34', '127.0.0.1'));
    const path = `/rebound-${randomUUID()}`;
    const { status } = await service.put('ada', { webhookUrl: `https://rebind.example:${hooks.port}${path}` });
    expect(status).toBe(200);
    const event = confirmed('ada');
    await here.publish(event);
    const listed = await service.settled(event.subject, 2);
    expect(listed.find(({ channel }) => channel === 'webhook')).toMatchObject({
      status: 'failed',
      reason: 'private-address',
      attempts: 2,
    });
    expect(hooks.calls(path)).toEqual([]);
  });

  it('are not reached by an address accepted under laxer settings', async () => {
    const lax = await start();
    const path = `/lax-${randomUUID()}`;
    await lax.put('ada', { webhookUrl: hooks.url + path });
    await lax.stop();
    const service = await start(closed);
    const event = confirmed('ada');
    await here.publish(event);
    const listed = await service.settled(event.subject, 2);
    expect(listed.find(({ channel }) => channel === 'webhook')).toMatchObject({ reason: 'url-refused' });
    expect(hooks.calls(path)).toEqual([]);
  });
});

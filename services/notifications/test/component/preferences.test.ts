import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '@spillway/chassis/testing';
import { confirmed } from '../support/events';
import { freshDatabase, type Place, place, type Service, startService } from '../support/service';

let database: TestDatabase;
let here: Place;
let service: Service;

beforeAll(async () => {
  [database, here] = await Promise.all([freshDatabase(), place()]);
  service = await startService(database, here, { SMTP_URL: 'sink:', WEBHOOK_ALLOW_PRIVATE: 'true' });
});

afterAll(async () => {
  await service?.stop();
  await database?.drop();
});

const get = async (path: string) => {
  const answer = await fetch(service.url + path);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const webhookUrl = 'http://127.0.0.1:9/hook';

it('shows what was set, but a secret only once, when it was made', async () => {
  const made = await service.put('ada/lovelace', { email: 'ada@example.com', webhookUrl });
  expect(made).toEqual({
    status: 200,
    body: {
      userId: 'ada/lovelace',
      email: 'ada@example.com',
      webhookUrl,
      webhookSecret: expect.stringMatching(/^whsec_.{44}$/),
    },
  });
  expect(await get('/preferences/ada%2Flovelace')).toEqual({
    status: 200,
    body: { userId: 'ada/lovelace', email: 'ada@example.com', webhookUrl },
  });
});

it('keeps the secret of an address that stays, makes one for a new address, and takes the one given', async () => {
  const userId = randomUUID();
  const secretOf = async () => {
    const [row] = await database.db.query<{ webhook_secret: string }>(
      'SELECT webhook_secret FROM preferences WHERE user_id = $1',
      [userId],
    );
    return row?.webhook_secret;
  };
  const first = String((await service.put(userId, { webhookUrl })).body.webhookSecret);
  const again = await service.put(userId, { webhookUrl, email: 'new@example.com' });
  expect(again.body.webhookSecret).toBeUndefined();
  expect(await secretOf()).toBe(first);

  const moved = await service.put(userId, { webhookUrl: `${webhookUrl}/2` });
  expect(await secretOf()).toBe(moved.body.webhookSecret);
  expect(moved.body.webhookSecret).not.toBe(first);

  const webhookSecret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  const given = await service.put(userId, { webhookUrl, webhookSecret });
  expect(given.body.webhookSecret).toBeUndefined();
  expect(await secretOf()).toBe(webhookSecret);
});

it('removes what is left out', async () => {
  const userId = randomUUID();
  await service.put(userId, { email: 'ada@example.com', webhookUrl });
  await service.put(userId, {});
  expect((await get(`/preferences/${userId}`)).body).toEqual({ userId });
});

it.each([
  [{ email: 'no address' }, '/email'],
  [{ email: 'a@b.c\r\nBcc: all@example.com' }, '/email'],
  [{ webhookSecret: `whsec_${Buffer.alloc(32).toString('base64')}` }, '/webhookUrl'],
  [{ webhookUrl, webhookSecret: 'short' }, '/webhookSecret'],
  [{ webhookUrl: 'ftp://127.0.0.1/' }, '/webhookUrl'],
  [{ phone: '1' }, '/phone'],
])('refuses %j and names the field', async (preference, pointer) => {
  const { status, body } = await service.put('ada', preference);
  expect(status).toBe(422);
  expect(body.errors).toMatchObject([{ pointer }]);
});

it('knows nothing of users who have set nothing', async () => {
  expect(await get('/preferences/unknown')).toMatchObject({ status: 404, body: { code: 'preference-not-found' } });
});

it('lists notifications newest first, page by page, and all of them without an order', async () => {
  const orderId = randomUUID();
  for (let count = 1; count <= 5; count++) {
    await here.publish(confirmed('ada', orderId));
    await service.settled(orderId, count);
  }
  const seen: unknown[] = [];
  let cursor = '';
  do {
    const { body } = await get(`/notifications?orderId=${orderId}&limit=2${cursor && `&cursor=${cursor}`}`);
    const page = body.notifications as { notificationId: string }[];
    expect(page.length).toBeLessThanOrEqual(2);
    seen.push(...page.map(({ notificationId }) => notificationId));
    cursor = String(body.next ?? '');
  } while (cursor !== '');
  expect(seen).toHaveLength(5);
  expect(seen).toEqual([...seen].sort().reverse());
  expect((await get('/notifications?limit=3')).body.notifications).toHaveLength(3);
  expect((await get('/notifications?orderId=x')).status).toBe(400);
  expect((await get('/notifications?limit=1000')).status).toBe(400);
});

it('describes itself', async () => {
  const { body } = await get('/openapi.json');
  expect(Object.keys(body.paths as object).sort()).toEqual([
    '/notifications',
    '/preferences/{userId}',
    '/preferences/{userId}/webhook-secret',
  ]);
  expect(await get('/readyz')).toMatchObject({ status: 200 });
});

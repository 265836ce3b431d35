import { randomUUID } from 'node:crypto';
import { eventually, type TestDatabase } from '@spillway/chassis/testing';
import { newId, UserDeleted, UserRegistered, UserUpdated } from '@spillway/contracts';
import fc from 'fast-check';
import { forget, learn } from '../../src/preferences/registered';
import { findPreferences } from '../../src/preferences/store';
import { confirmed } from '../support/events';
import { type MailServer, mailServer } from '../support/mail-server';
import { freshDatabase, type Place, place, type Service, startService } from '../support/service';

let database: TestDatabase;
let here: Place;
let mail: MailServer;
let service: Service;

beforeAll(async () => {
  [database, here, mail] = await Promise.all([freshDatabase(), place(), mailServer()]);
  service = await startService(database, here, { SMTP_URL: mail.url, WEBHOOK_ALLOW_PRIVATE: 'true' });
});

afterAll(async () => {
  await service?.stop();
  await mail?.stop();
  await database?.drop();
});

const state = (version: number, more: object = {}) => ({ version, role: 'customer' as const, ...more });
const url = 'http://127.0.0.1:9/hook';

const registered = (userId: string, email: string) =>
  UserRegistered.create({ subject: userId, data: { userId, ...state(1, { email }) } });
const updated = (userId: string, version: number, more: object) =>
  UserUpdated.create({ subject: userId, data: { userId, ...state(version, more) } });
const deleted = (userId: string, version: number) => UserDeleted.create({ subject: userId, data: { userId, version } });

const known = async (userId: string) => (await findPreferences(database.db, [userId]))[0];
const until = (userId: string, expected: object | undefined) =>
  eventually(async () => {
    expect(await known(userId)).toEqual(expected);
    return true;
  });

async function toldOf(userId: string) {
  const event = confirmed(userId);
  await here.publish(event);
  const [told] = await service.settled(event.subject, 1);
  return { told, to: mail.mails(event.subject).flatMap(({ to }) => (Array.isArray(to) ? to : [to])) };
}

it('writes to the address of the account, and to the next one once that is known', async () => {
  const userId = newId();
  await here.publish(registered(userId, 'ada@example.com'));
  await until(userId, { userId, email: 'ada@example.com' });
  expect((await toldOf(userId)).to).toMatchObject([{ text: 'ada@example.com' }]);

  await here.publish(updated(userId, 2, { email: 'ada@example.org' }));
  await until(userId, { userId, email: 'ada@example.org' });
  expect((await toldOf(userId)).to).toMatchObject([{ text: 'ada@example.org' }]);
});

it('writes to somebody who is not registered as before', async () => {
  expect((await toldOf('somebody')).to).toMatchObject([{ text: 'somebody@users.test' }]);
});

it('forgets a deleted user, tells him nothing more, and keeps no word of him', async () => {
  const userId = newId();
  const email = `${userId}@example.com`;
  await here.publish(registered(userId, email), updated(userId, 2, { email, webhook: { url } }));
  await eventually(async () => (await known(userId))?.webhook !== undefined);
  await here.publish(deleted(userId, 3), deleted(userId, 3));
  await until(userId, { userId, deleted: true });

  const { told, to } = await toldOf(userId);
  expect(told).toMatchObject({ status: 'failed', reason: 'user-deleted' });
  expect(to).toEqual([]);
  const answer = await fetch(`${service.url}/preferences/${userId}`);
  expect(answer.status).toBe(404);
  const rows = await database.db.query(
    'SELECT p::text, (SELECT string_agg(e::text, $1) FROM events e) FROM preferences p',
    [' '],
  );
  expect(JSON.stringify(rows)).not.toContain(email);
});

it('lets an account be changed in the profile only', async () => {
  const userId = newId();
  await here.publish(registered(userId, 'ada@example.com'));
  await until(userId, { userId, email: 'ada@example.com' });
  expect(await service.put(userId, { email: 'other@example.com' })).toMatchObject({
    status: 409,
    body: { code: 'registered-user' },
  });
  expect(await known(userId)).toMatchObject({ email: 'ada@example.com' });
});

it('gives a webhook a secret that its owner gets to see once, and keeps it while the address stays', async () => {
  const userId = newId();
  const secret = async () => {
    const answer = await fetch(`${service.url}/preferences/${userId}/webhook-secret`, { method: 'POST' });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  expect(await secret()).toMatchObject({ status: 404, body: { code: 'webhook-not-found' } });
  await here.publish(updated(userId, 2, { email: 'ada@example.com', webhook: { url } }));
  await eventually(async () => (await known(userId))?.webhook !== undefined);
  const { status, body } = await secret();
  expect(status).toBe(200);
  await here.publish(updated(userId, 3, { email: 'ada@example.org', webhook: { url } }));
  await eventually(async () => (await known(userId))?.email === 'ada@example.org');
  expect((await known(userId))?.webhook).toEqual({ url, secret: body.webhookSecret, gone: false });

  await here.publish(updated(userId, 4, { email: 'ada@example.org', webhook: { url: `${url}/2` } }));
  await eventually(async () => (await known(userId))?.webhook?.url === `${url}/2`);
  expect((await known(userId))?.webhook?.secret).not.toBe(body.webhookSecret);
});

it('knows the newest of what it was told, in whatever order and however often it comes', async () => {
  // What can happen to an account: changes, and at its end perhaps its deletion.
  const life = fc.record({
    changes: fc.array(fc.record({ email: fc.constantFrom('a@x.test', 'b@x.test'), hook: fc.boolean() }), {
      minLength: 1,
      maxLength: 5,
    }),
    isDeleted: fc.boolean(),
    order: fc.infiniteStream(fc.nat()).map((stream) => stream.take(12)),
  });
  await fc.assert(
    fc.asyncProperty(life, async ({ changes, isDeleted, order }) => {
      const userId = randomUUID();
      const states = changes.map(({ email, hook }, index) => ({
        userId,
        ...state(index + 1, { email, ...(hook && { webhook: { url } }) }),
      }));
      const count = states.length + (isDeleted ? 1 : 0);
      // Some come several times, all come in the end.
      const arrivals = [
        ...[...order].map((pick) => pick % count),
        ...Array.from({ length: count }, (_, index) => index).reverse(),
      ];
      for (const index of arrivals) {
        const user = states[index];
        if (user === undefined) await forget(database.db, [{ userId, version: count }]);
        else await learn(database.db, [{ user, freshSecret: 'secret' }]);
      }
      const last = changes.at(-1);
      const expected = isDeleted
        ? { userId, deleted: true }
        : { userId, email: last?.email, ...(last?.hook && { webhook: { url, secret: 'secret', gone: false } }) };
      expect(await known(userId)).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

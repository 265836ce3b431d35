import { randomUUID } from 'node:crypto';
import { eventually, type TestDatabase } from '@spillway/chassis/testing';
import { confirmed, ofEveryKind } from '../support/events';
import { type MailServer, mailServer } from '../support/mail-server';
import { freshDatabase, type Place, place, type Service, startService } from '../support/service';

let database: TestDatabase;
let here: Place;
let server: MailServer;
let service: Service;

beforeAll(async () => {
  [database, here] = await Promise.all([freshDatabase(), place()]);
  server = await mailServer({
    refuse: (recipient) =>
      recipient.startsWith('nobody') ? { code: 550, text: `5.1.1 no ${recipient} here` } : undefined,
  });
  service = await startService(database, here, { SMTP_URL: server.url });
}, 60_000);

afterAll(async () => {
  await service?.stop();
  await server?.stop();
  await database?.drop();
});

it('sends each kind of mail once although each event comes twice', async () => {
  const orderId = randomUUID();
  const events = ofEveryKind('ada', orderId);
  await here.publish(...events, ...events);
  const listed = await service.settled(orderId, 4);
  // Events of one key are worked on in order: once this one is through, so are the repeats.
  await here.publish(...ofEveryKind('ada', orderId).slice(0, 1), ...ofEveryKind('ada', orderId).slice(3));
  await service.settled(orderId, 6);

  const mails = server.mails(orderId);
  expect(mails).toHaveLength(6);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(6);
  expect(listed.map(({ kind }) => kind).sort()).toEqual([
    'order-cancelled',
    'order-confirmed',
    'order-shipped',
    'payment-declined',
  ]);
  expect(listed.every(({ channel, status }) => channel === 'mail' && status === 'sent')).toBe(true);
});

it('writes to the address the user has set, and says what happened in text and HTML', async () => {
  await service.put('bob', { email: 'bob@example.com' });
  const event = confirmed('bob');
  await here.publish(event);
  await service.settled(event.subject, 1);
  const [mail] = server.mails(event.subject);
  expect(mail).toMatchObject({
    subject: `Your order ${event.subject.slice(-8).toUpperCase()} is confirmed`,
    messageId: `<${event.id}.order-confirmed@spillway.example>`,
    to: { text: 'bob@example.com' },
    text: expect.stringContaining('€10.50'),
    html: expect.stringContaining('€10.50'),
  });
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
});

it('publishes what became of each mail, in the name of the event it came from', async () => {
  const good = confirmed('carol');
  const bad = confirmed('nobody');
  await here.publish(good, bad);
  await service.settled(good.subject, 1);
  const [failed] = await service.settled(bad.subject, 1);
  expect(failed).toMatchObject({ status: 'failed', reason: 'smtp 550 5.1.1' });

  const eventsOf = (subject: string) =>
    database.db.query('SELECT type, causationid, correlationid, data FROM events WHERE subject = $1', [subject]);
  expect(await eventsOf(good.subject)).toMatchObject([
    { type: 'NotificationSent', causationid: good.id, correlationid: good.correlationid, data: { channel: 'mail' } },
  ]);
  expect(await eventsOf(bad.subject)).toMatchObject([
    { type: 'NotificationFailed', causationid: bad.id, data: { reason: 'smtp 550 5.1.1', kind: 'order-confirmed' } },
  ]);
  expect(await here.deadLetters()).toBe(0);
});

it('looks up the preferences of many events with few queries, and sends each its mail', async () => {
  const lookups = async () => {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    return Number(/coalesced_write_batch_items_count\{.*writer="preferences".*\} (\d+)/.exec(text)?.[1] ?? 0);
  };
  const before = await lookups();
  const events = Array.from({ length: 300 }, (_, index) => confirmed(`crowd-${index}`));
  await here.publish(...events);
  await eventually(
    async () => {
      const [row] = await database.db.query<{ count: number }>(
        "SELECT count(*)::int FROM notifications WHERE user_id LIKE 'crowd-%' AND status = 'sent'",
      );
      return row?.count === 300;
    },
    { timeoutMs: 20_000 },
  );
  const mails = server.mails('crowd-').map(({ messageId }) => messageId);
  expect([mails.length, new Set(mails).size]).toEqual([300, 300]);
  // Each run of the consumer asks once; how many runs there are is the machine's to say.
  expect((await lookups()) - before).toBeLessThan(events.length / 2);
});

import { eventually, type TestDatabase } from '@spillway/chassis/testing';
import { confirmed } from '../support/events';
import { type MailServer, mailServer } from '../support/mail-server';
import { freshDatabase, type Place, place, type Service, startService } from '../support/service';

let database: TestDatabase;
let here: Place;
let server: MailServer | undefined;
let service: Service | undefined;

beforeEach(async () => {
  [database, here] = await Promise.all([freshDatabase(), place()]);
});

afterEach(async () => {
  await service?.stop();
  await server?.stop();
  await database?.drop();
});

/** How often batches had to wait for a dependency, over all topics. */
async function waited(at: Service): Promise<number> {
  const text = await (await fetch(`${at.url}/metrics`)).text();
  const counts = text.matchAll(/^message_retries_total\{.*reason="transient".*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

it('waits while the mail server is away, delivers when it is back, and gives nothing up', async () => {
  const first = await mailServer();
  const port = Number(new URL(first.url).port);
  await first.stop();
  service = await startService(database, here, { SMTP_URL: first.url });
  const at = service;
  const before = await waited(at);
  const event = confirmed('ada');
  await here.publish(event);

  await eventually(async () => (await waited(at)) >= before + 3);
  expect(await at.notifications(event.subject)).toEqual([]);

  server = await mailServer({ port });
  await at.settled(event.subject, 1);
  expect(server.mails(event.id)).toHaveLength(1);
  expect(await here.deadLetters()).toBe(0);
});

it('waits for a server that asks to come back later', async () => {
  let busy = 3;
  server = await mailServer({ refuse: () => (busy-- > 0 ? { code: 451, text: '4.7.1 greylisted' } : undefined) });
  service = await startService(database, here, { SMTP_URL: server.url });
  const event = confirmed('ada');
  await here.publish(event);
  expect(await service.settled(event.subject, 1)).toMatchObject([{ status: 'sent' }]);
  expect(server.mails(event.id)).toHaveLength(1);
  expect(await here.deadLetters()).toBe(0);
});

it('waits for a server that takes too long, and does not hold it against the mail', async () => {
  let slow = true;
  server = await mailServer({ accept: () => (slow ? new Promise(() => {}) : Promise.resolve()) });
  service = await startService(database, here, {
    SMTP_URL: server.url,
    SMTP_TIMEOUT_MS: '1000',
    SMTP_CONNECTIONS: '2',
  });
  const at = service;
  const before = await waited(at);
  const events = Array.from({ length: 20 }, (_, index) => confirmed(`ada-${index}`));
  await here.publish(...events);
  await eventually(async () => (await waited(at)) >= before + 2);
  slow = false;
  for (const { subject } of events) await at.settled(subject, 1);
  expect(await here.deadLetters()).toBe(0);
});

it('sends nothing again when the events are replayed', async () => {
  server = await mailServer();
  service = await startService(database, here, { SMTP_URL: server.url });
  const event = confirmed('ada');
  await here.publish(event);
  await service.settled(event.subject, 1);
  await service.stop();

  await here.rewind();
  service = await startService(database, here, { SMTP_URL: server.url });
  const last = confirmed('ada', event.subject); // same key: behind the replayed event
  await here.publish(last);
  await service.settled(event.subject, 2);
  expect(server.mails(event.id)).toHaveLength(1);
  expect(server.mails(last.id)).toHaveLength(1);
});

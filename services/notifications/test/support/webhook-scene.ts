import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '@spillway/chassis/testing';
import type { Resolve } from '@spillway/chassis/webhooks';
import { confirmed } from './events';
import { type MailServer, mailServer } from './mail-server';
import { type Receiver, receiver } from './receiver';
import { freshDatabase, type Place, place, type Service, startService } from './service';

/** A mail server and a receiver for all tests of a file; a database, topics and services anew for each. Call it once, at the top. */
export function webhookScene() {
  let database: TestDatabase;
  let here: Place;
  let mail: MailServer;
  let hooks: Receiver;
  const services: Service[] = [];

  /** What the receiver answers to the nth call of a path; 200 unless it is named here. */
  const answers: Record<string, (call: number) => number | Promise<number>> = {};

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

  async function start(env: NodeJS.ProcessEnv = {}, resolve?: Resolve): Promise<Service> {
    const settings = { SMTP_URL: mail.url, WEBHOOK_ALLOW_PRIVATE: 'true', WEBHOOK_SCHEDULE_MS: '20,20,20', ...env };
    const service = await startService(database, here, settings, resolve && { resolve });
    services.push(service);
    return service;
  }

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

  return {
    answers,
    start,
    tell,
    get database() {
      return database;
    },
    get here() {
      return here;
    },
    get hooks() {
      return hooks;
    },
  };
}

import { randomUUID } from 'node:crypto';
import { eventually } from '@spillway/chassis/testing';
import { confirmed } from '../support/events';
import { webhookScene } from '../support/webhook-scene';

const scene = webhookScene();

it('lets no slow receiver hold up the others', async () => {
  const answered = Promise.withResolvers<number>();
  scene.answers['/held'] = () => answered.promise;
  const service = await scene.start({ WEBHOOK_CONCURRENCY: '4', WEBHOOK_TIMEOUT_MS: '120000' });
  await service.put('slow', { webhookUrl: `${scene.hooks.url}/held` });
  const waiting = Array.from({ length: 20 }, () => confirmed('slow'));
  await scene.here.publish(...waiting);
  const [last] = waiting.slice(-1);
  await eventually(async () => (await service.notifications(last?.subject ?? '')).length === 2);
  const { webhook } = await scene.tell(service, `/quick-${randomUUID()}`);
  expect(webhook).toMatchObject({ status: 'sent', attempts: 1 });
  const open = await service.notifications(last?.subject ?? '');
  expect(open.find(({ channel }) => channel === 'webhook')).toMatchObject({ status: 'pending' });
  answered.resolve(204);
});

it('keeps what is to be tried again through a restart', async () => {
  const path = '/after-restart';
  let isUp = false;
  scene.answers[path] = () => (isUp ? 200 : 503);
  const first = await scene.start({ WEBHOOK_SCHEDULE_MS: ['10', ...Array(60).fill('1000')].join() });
  await first.put('ada', { webhookUrl: scene.hooks.url + path });
  const event = confirmed('ada');
  await scene.here.publish(event);
  await eventually(() => scene.hooks.calls(path).length >= 2);
  await first.stop();
  isUp = true;
  const second = await scene.start();
  const listed = await second.settled(event.subject, 2);
  expect(listed.find(({ channel }) => channel === 'webhook')).toMatchObject({ status: 'sent' });
});

it('delivers each once although two workers share the work', async () => {
  const [one] = await Promise.all([scene.start(), scene.start()]);
  const path = `/shared-${randomUUID()}`;
  const users = Array.from({ length: 60 }, (_, index) => `shared-${index}`);
  await Promise.all(users.map((user) => one.put(user, { webhookUrl: scene.hooks.url + path })));
  await scene.here.publish(...users.map((user) => confirmed(user)));
  await eventually(async () => {
    const [row] = await scene.database.db.query<{ count: number }>(
      "SELECT count(*)::int FROM notifications WHERE channel = 'webhook' AND status = 'sent'",
    );
    return row?.count === users.length;
  });
  const ids = scene.hooks.calls(path).map(({ headers }) => headers['webhook-id']);
  expect([ids.length, new Set(ids).size]).toEqual([users.length, users.length]);
});

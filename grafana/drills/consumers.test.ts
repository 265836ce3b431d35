import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { topics } from '@spillway/contracts';
import { repositoryRoot } from '@spillway/local';
import { type Drill, startDrill } from '../test/drill';

let drill: Drill;
beforeAll(async () => {
  drill = await startDrill({ separatePostgresFor: ['payments'] });
});
afterAll(() => drill?.stop());

const payments = 'group="payments"';

it('what was late is told of after it was processed, too, and the group that worked it off is quiet', async () => {
  const { system, place, fires, rests } = drill;
  for (let order = 0; order < 5; order++) await place();
  await system.postgres.stop('payments');
  for (let order = 0; order < 5; order++) await place();
  await fires('ConsumerLate', payments);
  await system.postgres.start('payments');
  await rests('ConsumerLate', payments);
  // Nothing waits any more, but for a while more than 1 % of what was processed was late.
  await fires('EventsLate', `${payments},severity="critical"`);
  await rests('EventsLate', `${payments},severity="critical"`);
});

it('a replay is told of as an offset that has gone back', async () => {
  const { system, fires, rests } = drill;
  const [instance] = system.instances('payments');
  await instance?.stop();
  const cli = join(repositoryRoot(), 'libs/chassis/dist/cli/main.js');
  const replay = [cli, 'replay', 'payments', '--topic', topics.orders.name, '--from', 'beginning'];
  const env = { ...process.env, KAFKA_BROKERS: system.kafka.brokers };
  await promisify(execFile)(process.execPath, replay, { env });
  await fires('ConsumerRewound', payments);
  await instance?.restart();
  await rests('ConsumerRewound', payments);
});

it('many messages that cannot be processed are more than some', async () => {
  const { poison, fires, rests } = drill;
  await fires('DeadLettersMany', payments, () => poison(5));
  await rests('DeadLettersMany', payments);
});

import { groupLag } from '@spillway/chassis';
import { eventually } from '@spillway/chassis/testing';
import { subscriptions } from '@spillway/contracts';
import type { System } from '@spillway/local';
import { Kafka, logLevel } from 'kafkajs';
import { query } from './query';

export const kafkaOf = (system: System): Kafka =>
  new Kafka({ clientId: 'system-tests', brokers: system.kafka.brokers.split(','), logLevel: logLevel.NOTHING });

type Group = keyof typeof subscriptions;
/** The groups that work in this system. */
export const groupsOf = (system: System): Group[] =>
  (Object.keys(subscriptions) as Group[]).filter((name) => system.instances(name).length > 0);

/** Messages a group has not settled yet, in all its topics. */
export async function lagOf(system: System, group: Group): Promise<number> {
  const lags = await groupLag(
    kafkaOf(system),
    group,
    subscriptions[group].map(({ name }) => name),
  );
  return lags.reduce((sum, { lag }) => sum + Number(lag), 0);
}

/**
 * Waits until the system is at rest: every order has come to an end, every event is published, every group has settled
 * all there is. Looked at twice in a row, because what one group does is news for another.
 */
export async function atRest(system: System, timeoutMs = 60_000): Promise<void> {
  let calm = 0;
  await eventually(
    async () => {
      const [pending] = await query<{ count: string }>(
        system.postgres.url('orders'),
        "SELECT count(*) FROM orders WHERE status = 'pending'",
      );
      const groups = groupsOf(system);
      const lags = await Promise.all(groups.map((group) => lagOf(system, group)));
      const behind = Number(pending?.count) + lags.reduce((sum, lag) => sum + lag, 0);
      calm = behind === 0 ? calm + 1 : 0;
      if (calm < 3) throw new Error(`${pending?.count} orders pending, lags ${lags.join('/')} (${groups.join('/')})`);
      return true;
    },
    { timeoutMs, everyMs: 250 },
  );
}

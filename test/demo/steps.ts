import { setTimeout as delay } from 'node:timers/promises';
import { deadLetters, redrive, replay } from '@spillway/chassis';
import { eventually } from '@spillway/chassis/testing';
import { allTopics, topics } from '@spillway/contracts';
import type { System } from '@spillway/local';
import { placeOrders } from '../load/place-orders';
import { countOf, query } from '../system/query';
import { atRest, groupsOf, kafkaOf, lagOf } from '../system/rest';
import { verdictOf } from '../system/verdict-of';
import { assignments } from './assignments';
import { customerStep } from './customer';
import { operatorClient } from './operator-client';
import { check, type Step } from './story';

/** The story of one system, told step by step; what was accepted is kept for the verdict at the end. */
export function steps(system: System): Step[] {
  const accepted: string[] = [];
  const urls = [system.url('orders')];
  const payments = system.postgres.url('payments');
  let placed = 0;

  async function place(count: number, ratePerSecond?: number): Promise<void> {
    const result = await placeOrders({ urls, count, from: placed, ratePerSecond });
    placed += count;
    accepted.push(...result.accepted);
  }

  async function eachPaidOnce(): Promise<void> {
    const [row] = await query<{ payments: string; orders: string }>(
      payments,
      'SELECT count(*) AS payments, count(DISTINCT order_id) AS orders FROM payments',
    );
    check(
      Number(row?.payments) === accepted.length,
      `${row?.payments} payments for ${accepted.length} accepted orders`,
    );
  }

  return [
    {
      title: 'topics are there, with their partitions',
      async run() {
        const admin = kafkaOf(system).admin();
        await admin.connect();
        const metadata = await admin.fetchTopicMetadata({ topics: allTopics().map(({ name }) => name) });
        await admin.disconnect();
        for (const { name, partitions } of metadata.topics) {
          const wanted = allTopics().find((topic) => topic.name === name)?.partitions;
          check(partitions.length === wanted, `${name} has ${partitions.length} partitions, not ${wanted}`);
        }
        return `${Object.values(topics)
          .map(({ name, partitions }) => `${name} ${partitions}`)
          .join(', ')}, and ${metadata.topics.length - Object.keys(topics).length} dead-letter topics`;
      },
    },
    customerStep(system, (orderId) => accepted.push(orderId)),
    {
      title: '2,000 orders are placed and go all the way',
      async run() {
        const started = performance.now();
        await place(2_000);
        const placing = performance.now() - started;
        await atRest(system);
        return `all accepted in ${(placing / 1000).toFixed(1)} s, all settled ${((performance.now() - started) / 1000).toFixed(1)} s after the first`;
      },
    },
    {
      title: 'every group got all of them (pub/sub)',
      async run() {
        await eachPaidOnce();
        const told = await countOf(
          system.postgres.url('notifications'),
          'notifications',
          "kind IN ('order-confirmed', 'order-cancelled')",
        );
        check(told === accepted.length, `${told} notifications of outcomes for ${accepted.length} orders`);
        const lags = await Promise.all(groupsOf(system).map(async (group) => `${group} ${await lagOf(system, group)}`));
        return `${accepted.length} payments, ${told} outcome mails, lag: ${lags.join(', ')}`;
      },
    },
    {
      title: 'a second payments instance shares the work, nothing lost or charged twice',
      async run() {
        const placing = place(1_500, 500);
        await system.addInstance('payments');
        const split = await eventually(
          async () => {
            const counts = await assignments(kafkaOf(system), 'payments');
            return counts.length === 2 && counts.every((count) => count > 0) && counts;
          },
          { timeoutMs: 30_000 },
        );
        await placing;
        await atRest(system);
        await eachPaidOnce();
        return `partitions ${split.join(' + ')}, 1,500 orders placed meanwhile, ${accepted.length} payments for ${accepted.length} orders`;
      },
    },
    {
      title: 'a poison message goes to the dead-letter topic, its partition goes on, and it is redriven',
      async run() {
        await query(
          payments,
          "ALTER TABLE payments ADD CONSTRAINT demo_poison CHECK (user_id <> 'user-poison') NOT VALID",
        );
        const response = await fetch(`${system.url('orders')}/orders`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ userId: 'user-poison', items: [{ productId: 'prod-1', price: 10, quantity: 1 }] }),
        });
        accepted.push(((await response.json()) as { orderId: string }).orderId);
        await place(200);
        const client = operatorClient(system);
        try {
          const options = { topic: topics.orders.name, group: 'payments' };
          const [letter] = await eventually(
            async () => {
              const letters = await deadLetters(client, options);
              return letters.length > 0 && letters;
            },
            { timeoutMs: 30_000 },
          );
          await eventually(async () => (await countOf(payments, 'payments')) === accepted.length - 1, {
            timeoutMs: 30_000,
          });
          await query(payments, 'ALTER TABLE payments DROP CONSTRAINT demo_poison');
          const sent = await redrive(client, options);
          check(sent === 1, `${sent} messages redriven instead of 1`);
          await atRest(system);
          await eachPaidOnce();
          return `1 dead letter (${letter?.headers['dlq-attempts']} tries, reason ${letter?.headers['dlq-reason']}), 200 neighbours settled, redriven and paid`;
        } finally {
          await client.stop?.();
        }
      },
    },
    {
      title: "a group's offsets are moved back, and the replay changes nothing",
      async run() {
        const before = await eventCount(system);
        for (const instance of system.instances('payments')) await instance.stop();
        const lags = await replay(kafkaOf(system), {
          group: 'payments',
          topics: [topics.orders.name],
          from: 'beginning',
        });
        const again = lags.reduce((sum, { lag }) => sum + Number(lag), 0);
        check(again >= accepted.length, `only ${again} messages will be read again`);
        for (const instance of system.instances('payments')) await instance.restart();
        await atRest(system);
        await eachPaidOnce();
        const after = await eventCount(system);
        check(after === before, `${after - before} events were written by the replay`);
        return `${again} messages read again, 0 new payments, 0 new events`;
      },
    },
    {
      title: 'PostgreSQL of payments stops for 10 s under load, all orders finish',
      async run() {
        const placing = place(1_500, 100);
        await delay(1_000);
        await system.postgres.stop('payments');
        await delay(10_000);
        await system.postgres.start('payments');
        await placing;
        await atRest(system);
        await eachPaidOnce();
        return `1,500 orders placed at 100/s meanwhile, ${accepted.length} payments for ${accepted.length} orders`;
      },
    },
    {
      title: 'an instance is killed with SIGKILL under load, all orders finish once',
      async run() {
        const placing = place(1_500, 300);
        await delay(2_000);
        const [victim] = system.instances('payments');
        victim?.kill('SIGKILL');
        await placing;
        await atRest(system, 90_000);
        await eachPaidOnce();
        return `1,500 orders placed meanwhile, ${accepted.length} payments for ${accepted.length} orders`;
      },
    },
    {
      title: 'the checker, which knows only what was accepted, agrees',
      async run() {
        const { findings, facts } = await verdictOf(system, accepted);
        const wrong = findings.filter(({ what }) => what !== 'messages in a dead-letter topic'); // the poison's letter stays there as a record
        check(wrong.length === 0, wrong.map(({ what, count }) => `${what}: ${count}`).join('; '));
        return Object.entries(facts)
          .map(([what, count]) => `${what} ${count}`)
          .join(', ');
      },
    },
  ];
}

const eventCount = (system: System) => countOf(system.postgres.url('payments'), 'events');

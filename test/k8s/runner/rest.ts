import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { databaseAs, kafkaAs, program } from './connections';
import { groupLag } from './group-lag';

/*
 * node dist/k8s/runner/rest.js --group GROUP=TOPIC,TOPIC … [--timeout SECONDS]
 * Waits until no order is pending and no group is behind, three looks in a row: what one group does is news for another.
 */
const { values } = parseArgs({
  options: {
    group: { type: 'string', multiple: true, default: [] },
    timeout: { type: 'string', default: '180' },
  },
});

const groups = values.group.map((entry) => {
  const [group = '', topics = ''] = entry.split('=');
  return { group, topics: topics.split(',') };
});

program(async () => {
  const deadline = Date.now() + Number(values.timeout) * 1000;
  const orders = new Client({ connectionString: databaseAs('orders') });
  const admin = kafkaAs('checker').admin();
  await Promise.all([orders.connect(), admin.connect()]);
  for (let calm = 0; ; await delay(300)) {
    const { rows } = await orders.query<{ count: string }>("SELECT count(*) FROM orders WHERE status = 'pending'");
    const lags: number[] = [];
    for (const { group, topics } of groups) lags.push((await groupLag(admin, group, topics)).lag);
    const pending = Number(rows[0]?.count);
    calm = pending + lags.reduce((sum, lag) => sum + lag, 0) === 0 ? calm + 1 : 0;
    if (calm === 3) return { rest: true };
    const still = `${pending} orders pending, lag ${groups.map(({ group }, at) => `${group} ${lags[at]}`).join(', ')}`;
    if (Date.now() > deadline) throw new Error(`no rest after ${values.timeout} s: ${still}`);
  }
});

import { eventually } from '@spillway/chassis/testing';
import type { Cluster, KubernetesObject } from '../cluster/kubectl';
import { inRepository } from '../cluster/repository';
import type { LoadResult, Runner } from '../cluster/runner';
import { rolledOut } from '../cluster/wait';
import { about } from './about';
import type { Run } from './document';
import { figuresOf, rowsOf } from './figures';
import { type Setting, valuesOf, work } from './settings';
import { watchScaling } from './timeline';

const chart = inRepository('charts/spillway');

/** One burst under one setting, from the minimum of replicas back to it. */
export async function runSetting(
  cluster: Cluster,
  runner: Runner,
  setting: Setting,
  say: (line: string) => void,
): Promise<Run> {
  const args = ['upgrade', 'spillway', chart, '--reuse-values', '--values', '-', '--wait', '--timeout', '5m'];
  await cluster.helm(args, { input: JSON.stringify(valuesOf(setting)) });
  await rolledOut(cluster, ['deployment/payments']);
  await runner.atRest();
  say('waiting for the minimum of replicas');
  await eventually(async () => (await replicasOf(cluster)) === work.minReplicas, {
    timeoutMs: 900_000,
    everyMs: 2_000,
  });

  const [baseline, accepted] = [`/tmp/baseline-${setting.name}`, `/tmp/accepted-${setting.name}`];
  await runner.run('baseline', [baseline]);
  await runner.verdict([], baseline); // cannot be given, in a cluster of another tree: better heard now than in ten minutes
  const since = Date.now();
  const watching = watchScaling(cluster);
  await eventually(() => watching.moments.length >= 3, { timeoutMs: 60_000, everyMs: 500 });
  say(`a burst of ${work.burst} orders`);
  // Straight at orders: what is measured begins behind it, and a burst at once is no customer's.
  const orders = ['--orders', 'http://orders:3001'];
  const load = ['--accepted', accepted, '--count', String(work.burst), '--concurrency', '64', ...orders];
  const burst = await runner.run<LoadResult>('load', load);
  say(`accepted within ${((burst.endedAt - burst.startedAt) / 1000).toFixed(1)} s; waiting for the end of the work`);

  const last = () => watching.moments.at(-1);
  let told = 0;
  await eventually(
    () => {
      const moment = last();
      if (moment && Date.now() - told > 20_000) {
        told = Date.now();
        say(
          `  ${((moment.at - burst.startedAt) / 1000).toFixed(0)} s: lag ${moment.lag}, replicas ${moment.ready} of ${moment.desired}`,
        );
      }
      return moment?.lag === 0 && moment.at > burst.endedAt && moment.replicas === work.minReplicas;
    },
    { timeoutMs: 1_800_000, everyMs: 1_000 },
  );
  await runner.atRest();
  await watching.stop();
  const verdict = await runner.verdict([accepted], baseline);
  const latenesses = await runner.run<[number, number][]>('lateness', [accepted]);
  const { targetSeconds, minReplicas } = work;
  return {
    setting,
    about: await about(cluster),
    verdict,
    figures: figuresOf({ moments: watching.moments, burst, latenesses, targetSeconds, minReplicas }),
    rows: rowsOf(watching.moments, burst.startedAt),
    rescales: await rescalesSince(cluster, since, burst.startedAt),
  };
}

async function replicasOf(cluster: Cluster): Promise<number> {
  const path = 'jsonpath={.status.replicas}';
  return Number(await cluster.kubectl(['get', 'deployment', 'payments', '--output', path]));
}

interface Event extends KubernetesObject {
  involvedObject: { name: string };
  reason: string;
  message: string;
  lastTimestamp: string;
}

async function rescalesSince(cluster: Cluster, since: number, burstAt: number): Promise<string[]> {
  const { items } = await cluster.get<{ items: Event[] }>(['events', '--field-selector', 'reason=SuccessfulRescale']);
  return items
    .filter(({ involvedObject }) => involvedObject.name === 'keda-hpa-payments')
    .filter(({ lastTimestamp }) => Date.parse(lastTimestamp) >= since - 1_000)
    .sort((a, b) => Date.parse(a.lastTimestamp) - Date.parse(b.lastTimestamp))
    .map(({ lastTimestamp, message }) => `${((Date.parse(lastTimestamp) - burstAt) / 1000).toFixed(0)} s: ${message}`);
}

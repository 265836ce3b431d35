import { eventually } from '@spillway/chassis/testing';
import { describe } from '../../checker/main';
import { type KubernetesObject, podsOf } from '../cluster/kubectl';
import { rolledOut } from '../cluster/wait';
import { nextVersion, releaseArgs } from './release';
import { baseline, deployments, services, type World } from './world';

export async function oneOrder({ runner }: World): Promise<string> {
  const { confirmedMs, mailMs } = await runner.run<{ confirmedMs: number; mailMs: number }>('one-order');
  return `confirmed after ${confirmedMs} ms, the mail was there after ${mailMs} ms`;
}

let placed = 0;

/** Does something while orders come in, waits for rest, and lets the checker judge all that was accepted so far. */
async function underLoad(world: World, name: string, disturb: () => Promise<void>): Promise<string> {
  const { runner, report } = world;
  const file = `/tmp/accepted-${name}`;
  const load = runner.startLoad({ accepted: file, rate: 40, from: placed });
  world.accepted.push(file);
  try {
    await eventually(() => runner.run<number>('lines', [file]).then((lines) => lines >= 100), {
      timeoutMs: 60_000,
      everyMs: 1_000,
    });
    await disturb();
  } finally {
    const { accepted, repeats } = await load.end();
    placed += accepted;
    report.say(`${accepted} orders accepted meanwhile, ${repeats} tries repeated`);
  }
  await runner.atRest();
  const verdict = await runner.verdict(world.accepted, baseline);
  if (verdict.findings.length > 0) throw new Error(describe(verdict));
  return `${verdict.facts.accepted} orders so far, nothing lost, nothing doubled`;
}

export const upgradeUnderLoad = (world: World): Promise<string> =>
  underLoad(world, 'upgrade', async () => {
    const next = await nextVersion(world);
    await world.cluster.helm(['upgrade', ...releaseArgs(world, next), '--wait', '--timeout', '5m']);
    await rolledOut(world.cluster, deployments);
    await runsImages(world, next);
  });

/** One pod of each service is deleted, one service after the other, as a drained node would have it. */
export const deletionUnderLoad = (world: World): Promise<string> =>
  underLoad(world, 'deletion', async () => {
    const { cluster } = world;
    for (const service of services) {
      const { items } = await cluster.get<{ items: KubernetesObject[] }>(podsOf(service));
      const [pod] = items;
      if (!pod) throw new Error(`there is no pod of ${service}`);
      await cluster.kubectl(['delete', 'pod', pod.metadata.name, '--wait']);
      await rolledOut(cluster, [`deployment/${service}`]);
    }
  });

/** The same without a chance to drain: SIGKILL. */
export const killUnderLoad = (world: World): Promise<string> =>
  underLoad(world, 'kill', async () => {
    const { cluster } = world;
    for (const service of services) {
      const { items } = await cluster.get<{ items: KubernetesObject[] }>(podsOf(service));
      const names = items.map(({ metadata }) => metadata.name);
      await cluster.kubectl(['delete', 'pod', ...names, '--grace-period=0', '--force']);
      await rolledOut(cluster, [`deployment/${service}`]);
    }
  });

export const rollbackUnderLoad = (world: World): Promise<string> =>
  underLoad(world, 'rollback', async () => {
    const { cluster, images } = world;
    await cluster.helm(['rollback', 'spillway', '1', '--wait', '--timeout', '5m']);
    await rolledOut(cluster, deployments);
    await runsImages(world, images);
  });

/** Every service's Deployment names the image it should. */
async function runsImages({ cluster }: World, images: Record<string, string>): Promise<void> {
  for (const service of services) {
    const path = 'jsonpath={.spec.template.spec.containers[0].image}';
    const image = await cluster.kubectl(['get', 'deployment', service, '--output', path]);
    if (image !== images[service]) throw new Error(`${service} runs ${image} instead of ${images[service]}`);
  }
}

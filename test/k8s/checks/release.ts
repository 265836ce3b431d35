import { type Images, loadImages } from '../cluster/images';
import type { KubernetesObject } from '../cluster/kubectl';
import { inRepository } from '../cluster/repository';
import { run } from '../cluster/run';
import { rolledOut } from '../cluster/wait';
import { deployments, services, type World } from './world';

const chart = () => inRepository('charts/spillway');

/** Vendors the charts of the services into the umbrella. */
export const vendorCharts = (): Promise<string> => run(inRepository('scripts/helm-deps'), []);

/** The arguments of an install or upgrade; each service is given the image that was built of it. */
export const releaseArgs = ({ values }: World, images: Images): string[] => [
  ...['spillway', chart()],
  ...values.flatMap((file) => ['--values', inRepository(file)]),
  ...services.flatMap((service) => {
    const tag = images[service]?.split(':').at(-1) ?? '';
    return ['--set-string', `${service}.service.image.tag=${tag}`];
  }),
];

/** Installs anew: what an earlier run has left goes first, so that revision 1 is what is tested. */
export async function install(world: World): Promise<string> {
  const { cluster, images } = world;
  await cluster.helm(['uninstall', 'spillway', '--ignore-not-found', '--wait']);
  await cluster.helm(['install', ...releaseArgs(world, images), '--wait', '--timeout', '5m']);
  await rolledOut(cluster, deployments);
  return services.map((service) => images[service]?.split('/').at(-1)).join(', ');
}

/** Every pod of the namespace is ready (or has done its work), and none was restarted. */
export async function allReady({ cluster }: World): Promise<string> {
  interface Pod extends KubernetesObject {
    status: {
      phase: string;
      conditions?: { type: string; status: string }[];
      containerStatuses?: { restartCount: number }[];
    };
  }
  const { items } = await cluster.get<{ items: Pod[] }>(['pods']);
  const running = items.filter(({ status }) => status.phase !== 'Succeeded');
  const unready = running.filter(
    ({ status }) => !status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
  );
  if (unready.length > 0) throw new Error(`not ready: ${unready.map(({ metadata }) => metadata.name).join(', ')}`);
  const restarts = running
    .flatMap(({ status }) => status.containerStatuses ?? [])
    .reduce((sum, c) => sum + c.restartCount, 0);
  return `${running.length} pods, ${restarts} restarts`;
}

/** Another version of each service: the same code under another label, so another image, as every release is. */
export async function nextVersion(world: World): Promise<Images> {
  const next: Images = {};
  for (const service of services) {
    const image = world.images[service];
    if (!image) throw new Error(`no image of ${service}`);
    next[service] = `${image.replace(/:[^:/]*$/, '')}:next-${Date.now().toString(36)}`;
    const dockerfile = `FROM ${image}\nLABEL org.opencontainers.image.version="next"\n`;
    await run('docker', ['build', '--quiet', '--tag', next[service], '-'], { input: dockerfile });
  }
  await loadImages(world.cluster, Object.values(next));
  return next;
}

/** `helm test`: the charts' own pods. */
export async function helmTest({ cluster }: World): Promise<string> {
  const said = await cluster.helm(['test', 'spillway', '--timeout', '5m']);
  return `${said.match(/Phase:\s+Succeeded/g)?.length ?? 0} pods succeeded`;
}

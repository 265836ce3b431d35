import { parseArgs } from 'node:util';
import { deletionUnderLoad, killUnderLoad, oneOrder, rollbackUnderLoad, upgradeUnderLoad } from './checks/integrity';
import { judgedByTheServer, overlays } from './checks/manifests';
import { allReady, helmTest, install, vendorCharts } from './checks/release';
import { scalersAnswer } from './checks/scaling';
import { podSecurity, strangers, trespasses } from './checks/security';
import { baseline, type World } from './checks/world';
import { buildImages } from './cluster/images';
import { clusterOf, kindContext } from './cluster/kubectl';
import { runnerIn, startRunner } from './cluster/runner';
import { installLab } from './lab/install';
import { isRunEnded, report } from './report';

const usage = `k8s-test: the whole system on a real cluster, from the images to a rollback under load. Installs the release
'spillway' anew in the namespace 'spillway' of a kind cluster; what was ordered there before stays, and is left out.

  --context NAME   a context of a kind cluster (the current one)
  --crds FOLDER    YAML files with definitions of custom resources, for a cluster whose operators are not installed

Needs docker, kind, kubectl, helm, openssl and Maven (mvn), and KEDA in the cluster.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      context: { type: 'string' },
      crds: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const cluster = clusterOf(await kindContext(values.context));
  const checks = report();
  const world: World = {
    cluster,
    report: checks,
    values: ['charts/spillway/values-kind.yaml', 'k8s/overlays/lab/values.yaml'],
    crds: values.crds,
    images: {},
    runner: runnerIn(cluster),
    accepted: [],
  };
  try {
    await everything(world);
  } catch (error) {
    if (!isRunEnded(error)) throw error;
  }
  return checks.finish();
}

async function everything(world: World): Promise<void> {
  const { cluster, report: checks } = world;
  const { step } = checks;
  const essential = { essential: true };

  const built = async () => {
    world.images = await buildImages();
    return Object.values(world.images).join(', ');
  };
  await step('images are built from the Dockerfiles', built, essential);
  await step('Kafka (TLS, SCRAM, rules) and PostgreSQL (TLS, roles) are there', () => platform(world), essential);
  await step('the namespace enforces Pod Security "restricted"', () => podSecurity(world));
  for (const overlay of overlays)
    await step(`the API server accepts the overlay ${overlay} (dry run)`, () => judgedByTheServer(world, overlay));

  await step('helm install', async () => vendorCharts().then(() => install(world)), essential);
  await step('all pods are ready', () => allReady(world), essential);
  await step('KEDA reads the lag of every group', () => scalersAnswer(world));
  await step('helm test', () => helmTest(world));
  await step('an order goes from POST to mail', () => oneOrder(world), essential);
  await trespasses(world);
  await step('refused: pods that no policy names', () => strangers(world));

  await world.runner.atRest();
  await world.runner.run('baseline', [baseline]);
  await step('helm upgrade to another version under load', () => upgradeUnderLoad(world));
  await step('a pod of each service deleted under load', () => deletionUnderLoad(world));
  await step('all pods of each service killed under load', () => killUnderLoad(world));
  await step('helm rollback under load', () => rollbackUnderLoad(world));
  await step('an order goes from POST to mail after it all', () => oneOrder(world));
  await step('all pods are ready after it all', () => allReady(world));
  await cluster.kubectl(['delete', 'pod', 'k8s-runner', '--wait=false']);
}

async function platform(world: World): Promise<undefined> {
  await installLab(world.cluster, world.images, world.report.say);
  world.runner = await startRunner(world.cluster);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`k8s-test: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);

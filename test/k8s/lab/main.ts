import { parseArgs } from 'node:util';
import { buildImages } from '../cluster/images';
import { clusterOf, kindContext } from '../cluster/kubectl';
import { installLab } from './install';

const usage = `k8s/overlays/lab/up: Kafka and PostgreSQL as plain StatefulSets, a stand-in for Strimzi and CloudNativePG where their
images cannot be had. Same Services, Secrets, TLS, users, rules and databases; never for production. Safe to repeat.

  --context NAME   a context of a kind cluster (the current one)

Needs docker, kind, kubectl, openssl and Maven (mvn).
`;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { context: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return say(usage);
  const cluster = clusterOf(await kindContext(values.context));
  say('building images');
  await installLab(cluster, await buildImages(), say);
  say('Kafka and PostgreSQL are ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`lab: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

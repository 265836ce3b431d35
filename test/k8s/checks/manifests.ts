import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, KubernetesObject } from '../cluster/kubectl';
import { kustomize } from '../cluster/manifests';
import { CommandFailed } from '../cluster/run';
import type { World } from './world';

export const overlays = ['kind', 'production', 'restore', 'lab'];

const builtIn = /^(v1|apps\/|batch\/|autoscaling\/|policy\/|networking\.k8s\.io\/|rbac\.|scheduling\.|apiextensions)/;

/** What the overlay defines beyond Kubernetes itself. */
const customKinds = (objects: readonly KubernetesObject[]) =>
  new Set(
    objects
      .filter(({ apiVersion }) => !builtIn.test(apiVersion))
      .map(({ apiVersion, kind }) => `${kind}.${apiVersion.split('/')[0]}`),
  );

/** Defines what is missing from a folder of CRDs and its folders, when one is given. @throws when there is no YAML in it */
async function defineMissing(cluster: Cluster, folder: string | undefined): Promise<void> {
  if (!folder) return;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
  if (files.length === 0) throw new Error(`--crds: there is no YAML in ${folder}`);
  for (const file of files) {
    await cluster.kubectl(['apply', '--server-side', '--force-conflicts', '--filename', join(folder, file)]);
  }
  await cluster.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
}

/**
 * The real API server judges every object of an overlay, rules in CEL included, and changes nothing. An object for the
 * namespace of an operator that is not installed is judged in ours: what is in question is the object.
 */
export async function judgedByTheServer({ cluster, crds }: World, overlay: string): Promise<string> {
  await defineMissing(cluster, crds);
  const objects = await kustomize(`k8s/overlays/${overlay}`);
  const { items } = await cluster.get<{ items: KubernetesObject[] }>(['namespaces']);
  const namespaces = new Set(items.map(({ metadata }) => metadata.name));
  const refused: string[] = [];
  for (const object of objects) {
    const own = object.metadata.namespace;
    const namespace = own === undefined || namespaces.has(own) ? own : cluster.namespace;
    const judged = { ...object, metadata: { ...object.metadata, ...(namespace && { namespace }) } };
    await cluster
      .kubectl([...dryRun, '--namespace', namespace ?? cluster.namespace], { input: JSON.stringify(judged) })
      .catch((error: unknown) => {
        if (!(error instanceof CommandFailed)) throw error;
        const hint = error.output.includes('no matches for kind') ? '\n--crds FOLDER defines what is missing' : '';
        refused.push(`${object.kind} ${object.metadata.name}: ${error.output.trim()}${hint}`);
      });
  }
  if (refused.length > 0) throw new Error(refused.join('\n'));
  return `${objects.length} objects, ${customKinds(objects).size} kinds of custom resources`;
}

const dryRun = [
  ...['apply', '--dry-run=server', '--server-side', '--force-conflicts', '--field-manager=k8s-test'],
  ...['--filename', '-'],
];

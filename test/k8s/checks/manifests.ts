import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, KubernetesObject } from '../cluster/kubectl';
import { kustomize } from '../cluster/manifests';
import { CommandFailed } from '../cluster/run';
import type { World } from './world';

export const overlays = ['kind', 'production', 'lab'];

const builtIn = /^(v1|apps\/|batch\/|autoscaling\/|policy\/|networking\.k8s\.io\/|rbac\.|scheduling\.|apiextensions)/;

/** What the overlay defines beyond Kubernetes itself. */
const customKinds = (objects: readonly KubernetesObject[]) =>
  new Set(
    objects
      .filter(({ apiVersion }) => !builtIn.test(apiVersion))
      .map(({ apiVersion, kind }) => `${kind}.${apiVersion.split('/')[0]}`),
  );

/** Defines what is missing from a folder of CRDs, when one is given. */
async function defineMissing(cluster: Cluster, folder: string | undefined): Promise<void> {
  if (!folder) return;
  for (const file of readdirSync(folder).filter((name) => /\.ya?ml$/.test(name))) {
    await cluster.kubectl(['apply', '--server-side', '--force-conflicts', '--filename', join(folder, file)]);
  }
  await cluster.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
}

/** The real API server judges every object of an overlay, rules in CEL included, and changes nothing. */
export async function judgedByTheServer({ cluster, crds }: World, overlay: string): Promise<string> {
  await defineMissing(cluster, crds);
  const objects = await kustomize(`k8s/overlays/${overlay}`);
  const refused: string[] = [];
  for (const object of objects) {
    const args = [
      'apply',
      '--dry-run=server',
      '--server-side',
      '--force-conflicts',
      '--field-manager=k8s-test',
      '--filename',
      '-',
    ];
    await cluster.kubectl(args, { input: JSON.stringify(object) }).catch((error: unknown) => {
      if (!(error instanceof CommandFailed)) throw error;
      refused.push(`${object.kind} ${object.metadata.name}: ${error.output.trim()}`);
    });
  }
  if (refused.length > 0) throw new Error(refused.join('\n'));
  return `${objects.length} objects, ${customKinds(objects).size} kinds of custom resources`;
}

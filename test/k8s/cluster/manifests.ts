import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from './kubectl';
import { inRepository } from './repository';
import { run } from './run';

/** All objects of a kustomization of this repository, rendered. */
export async function kustomize(folder: string): Promise<KubernetesObject[]> {
  return parseManifests(await run('kubectl', ['kustomize', inRepository(folder)]));
}

export const parseManifests = (text: string): KubernetesObject[] =>
  parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw error;
    const object = document.toJS() as KubernetesObject | null;
    return object === null ? [] : [object];
  });

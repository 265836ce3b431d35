import type { Cluster, KubernetesObject } from './kubectl';
import { inRepository } from './repository';
import { run } from './run';

/** Name of a service, or `mail`, to the image that was built of it, with its tag. */
export type Images = Record<string, string>;

/** Builds the images of all services and of the mail catcher by scripts/build-images; what has not changed is not built again. */
export async function buildImages(options: { tag?: string; onLine?: (line: string) => void } = {}): Promise<Images> {
  const { tag, onLine } = options;
  const said = await run(inRepository('scripts/build-images'), tag ? ['--tag', tag] : [], { onLine });
  return Object.fromEntries(
    said
      .split('\n')
      .map((line) => line.trim().split(' '))
      .filter((words): words is [string, string] => words.length === 2),
  );
}

/** Puts images of this machine's Docker into every node of the kind cluster that lacks them. */
export async function loadImages(cluster: Cluster, images: readonly string[]): Promise<void> {
  // One by one: of several kind would carry all into a node that lacks one.
  for (const image of images) await run('kind', ['load', 'docker-image', image, '--name', cluster.kindName]);
}

/** Makes sure that Docker has an image of a public registry. */
export async function havePublicImage(image: string): Promise<void> {
  await run('docker', ['image', 'inspect', image]).catch(() => run('docker', ['pull', '--quiet', image]));
}

/** The objects with every container that names `repository` without a tag given the image with its tag. */
export function withImage(objects: readonly KubernetesObject[], image: string): KubernetesObject[] {
  const [repository] = image.split(/:(?=[^/]*$)/);
  const text = JSON.stringify(objects).replaceAll(`"image":"${repository}"`, `"image":"${image}"`);
  return JSON.parse(text) as KubernetesObject[];
}

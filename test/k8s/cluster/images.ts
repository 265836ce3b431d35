import type { Cluster } from './kubectl';
import { run } from './run';

/** Puts images of this machine's Docker into every node of the kind cluster. */
export async function loadImages(cluster: Cluster, images: readonly string[]): Promise<void> {
  await run('kind', ['load', 'docker-image', ...images, '--name', cluster.kindName]);
}

/** Makes sure that Docker has an image of a public registry. */
export async function havePublicImage(image: string): Promise<void> {
  await run('docker', ['image', 'inspect', image]).catch(() => run('docker', ['pull', '--quiet', image]));
}

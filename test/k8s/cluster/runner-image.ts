import { inRepository } from './repository';
import { run } from './run';

/** The image of the programs that run inside the cluster. */
export async function buildRunnerImage(tag: string): Promise<string> {
  const image = `ghcr.io/spillway/k8s-runner:${tag}`;
  await run(inRepository('test/k8s/runner/build-image'), [image]);
  return image;
}

import { join } from 'node:path';
import { root } from './paths';
import { run } from './run';

/** Before all tests: charts that stand on other charts get these as they are now. */
export default async function setup(): Promise<void> {
  const { code, stderr } = await run(join(root, 'scripts/helm-deps'), []);
  if (code !== 0) throw new Error(`scripts/helm-deps: ${stderr}`);
}

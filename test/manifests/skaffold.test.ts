import { complaints } from './kubeconform';
import { parseManifests } from './render';
import { contentOf, tracked } from './tracked';

/** kubeconform wants a name of everything, and skaffold's configuration need not have one. */
const configsOf = (file: string) =>
  parseManifests(contentOf(file) ?? '').map((config) => ({
    ...config,
    metadata: { ...config.metadata, name: config.metadata?.name ?? file },
  }));

it('refuses a misspelled field', async () => {
  const config = {
    apiVersion: 'skaffold/v4beta13',
    kind: 'Config',
    metadata: { name: 'orders' },
    build: { artefacts: [] },
  };
  expect(await complaints([config])).toEqual([expect.stringMatching(/artefacts/)]);
});

it('every skaffold.yaml fits the schema of its version', async () => {
  const files = (await tracked()).filter((file) => /(^|\/)skaffold[\w.-]*\.yaml$/.test(file));
  expect(files).toContain('skaffold.yaml');
  expect(await complaints(files.flatMap(configsOf))).toEqual([]);
});

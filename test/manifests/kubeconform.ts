import { join } from 'node:path';
import { stringify } from 'yaml';
import { root } from './paths';
import { tool } from './run';

const schemas = join(root, '.tools/schemas');

interface Report {
  resources: { kind: string; name: string; status: string; msg: string }[] | null;
}

/**
 * What the schemas of Kubernetes and of the operators have against manifests: unknown fields, wrong types, missing fields.
 * A kind without a schema is an error, too: it would be a kind that nobody checks.
 */
export async function complaints(manifests: readonly object[]): Promise<string[]> {
  const location = join(schemas, '{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json');
  const input = manifests.map((manifest) => stringify(manifest, { aliasDuplicateObjects: false })).join('---\n');
  const args = ['-strict', '-output', 'json', '-schema-location', location, '-'];
  const { code, stdout, stderr } = await tool('kubeconform', args, input);
  if (stderr) throw new Error(`kubeconform: ${stderr}`);
  const { resources } = JSON.parse(stdout) as Report;
  const found = (resources ?? []).map(({ kind, name, msg }) => `${kind}/${name}: ${msg}`);
  if (code !== 0 && found.length === 0) throw new Error(`kubeconform ended with ${code} and said nothing`);
  return found;
}

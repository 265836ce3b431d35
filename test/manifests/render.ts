import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from './paths';
import { type Tool, tool } from './run';

/** A Kubernetes object as rendered. What is inside `spec` and its like is the test's to know. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: rendered YAML has no type; tests reach into it and compare.
  [field: string]: any;
}

export interface ChartOptions {
  /** Values files, as seen from the root of the tree; later ones win. */
  values?: string[];
  /** Values on top of the files, as an object: `{ service: { image: { tag: '1.2.3' } } }`. */
  set?: Record<string, unknown>;
  release?: string;
  namespace?: string;
  /** Kinds that the chart asks the cluster for (`.Capabilities.APIVersions`), such as `monitoring.coreos.com/v1`. */
  apiVersions?: string[];
}

/**
 * What `helm install` would send, test pods and hooks included. `chart` is a folder as seen from the root (`charts/orders`).
 * Throws with helm's own words when the chart does not render, so `rejects.toThrow(/why/)` tests a refusal.
 */
export function helmTemplate(chart: string, options: ChartOptions = {}): Promise<Manifest[]> {
  const { values = [], set = {}, release = chart.split('/').at(-1) ?? chart, apiVersions = [] } = options;
  const args = ['template', release, chart, '--namespace', options.namespace ?? 'spillway'];
  for (const file of values) args.push('--values', file);
  for (const version of apiVersions) args.push('--api-versions', version);
  return rendered('helm', [...args, '--values', '-'], JSON.stringify(set));
}

/** What `kubectl apply -k` would send. */
export const kustomize = (folder: string): Promise<Manifest[]> =>
  rendered('kustomize', ['build', resolve(root, folder)]);

const known = new Map<string, Promise<Manifest[]>>();

/** Many tests look at the same output: each is rendered once for a test file, and handed out as a copy. */
async function rendered(name: Tool, args: string[], input = ''): Promise<Manifest[]> {
  const key = JSON.stringify([name, args, input]);
  const manifests = known.get(key) ?? render(name, args, input);
  known.set(key, manifests);
  return structuredClone(await manifests);
}

async function render(name: Tool, args: string[], input: string): Promise<Manifest[]> {
  const { code, stdout, stderr } = await tool(name, args, input);
  if (code !== 0) throw new Error(`${name} ${args.join(' ')}\n${stderr.trim()}`);
  return parseManifests(stdout);
}

/** The objects of a stream of YAML documents; empty documents are left out, and a duplicate key is an error. */
export function parseManifests(yaml: string): Manifest[] {
  return parseAllDocuments(yaml, { merge: true }).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('\n'));
    const object = document.toJS() as Manifest | null;
    return object ? [object] : [];
  });
}

import { type RunOptions, run } from './run';

/** A Kubernetes object, as far as these programs look into it. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  [field: string]: unknown;
}

/** kubectl and helm, always on one context and in one namespace. */
export interface Cluster {
  readonly context: string;
  /** Name of the kind cluster: where `kind load` takes images. */
  readonly kindName: string;
  readonly namespace: string;
  kubectl(args: readonly string[], options?: RunOptions): Promise<string>;
  helm(args: readonly string[], options?: RunOptions): Promise<string>;
  get<T = KubernetesObject>(args: readonly string[]): Promise<T>;
  apply(objects: readonly object[]): Promise<void>;
}

export function clusterOf(context: string, namespace = 'spillway'): Cluster {
  const kubectl: Cluster['kubectl'] = (args, options) =>
    run('kubectl', ['--context', context, '--namespace', namespace, ...args], options);
  return {
    context,
    kindName: context.replace(/^kind-/, ''),
    namespace,
    kubectl,
    helm: (args, options) => run('helm', ['--kube-context', context, '--namespace', namespace, ...args], options),
    get: async (args) => JSON.parse(await kubectl(['get', ...args, '--output', 'json'])),
    async apply(objects) {
      const list = { apiVersion: 'v1', kind: 'List', items: objects };
      await kubectl(['apply', '--filename', '-'], { input: JSON.stringify(list) });
    },
  };
}

/** What to `get` for the pods that do a service's work: its migration and its tests bear the same name. */
export const podsOf = (service: string): string[] => [
  'pods',
  '--selector',
  `app.kubernetes.io/name=${service},app.kubernetes.io/component=service`,
];

/** The context that is named, else the current one; only a kind cluster may be torn at. */
export async function kindContext(named: string | undefined): Promise<string> {
  const context = named ?? (await run('kubectl', ['config', 'current-context'])).trim();
  if (!context.startsWith('kind-')) {
    throw new Error(`the context is '${context}', not of a kind cluster; name one with --context kind-<name>`);
  }
  return context;
}

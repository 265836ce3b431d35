import type { Cluster } from '../cluster/kubectl';

const name = 'k8s-stranger';

/** A pod with the runner's image and none of its labels. */
export async function startStranger(cluster: Cluster, namespace: string) {
  const kubectl = (args: string[], input?: string) =>
    cluster.kubectl(['--namespace', namespace, ...args], input === undefined ? {} : { input });
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { 'app.kubernetes.io/name': name } },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'stranger',
          image: 'ghcr.io/spillway/k8s-runner:dev',
          imagePullPolicy: 'IfNotPresent',
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
  await kubectl(['delete', 'pod', name, '--ignore-not-found', '--wait']);
  await kubectl(['create', '--filename', '-'], JSON.stringify(pod));
  await kubectl(['wait', '--for=condition=Ready', `pod/${name}`, '--timeout=60s']);
  return {
    reach: async (addresses: readonly string[]) =>
      JSON.parse(await kubectl(['exec', name, '--', 'node', 'dist/k8s/runner/reach.js', ...addresses])) as Record<
        string,
        boolean
      >,
    remove: () => kubectl(['delete', 'pod', name, '--wait=false']),
  };
}

import { CommandFailed } from '../cluster/run';
import { startStranger } from './stranger';
import type { World } from './world';

interface Outcome {
  what: string;
  refused: boolean;
  answer: string;
}

/** Everything a service's credentials must not open, tried with those very credentials; one step each. */
export async function trespasses({ runner, report }: World): Promise<void> {
  let outcomes: Outcome[] = [];
  await report.step('TLS, SCRAM, rules and roles are tried', async () => {
    outcomes = await runner.run<Outcome[]>('trespass');
    return `${outcomes.length} attempts`;
  });
  for (const { what, refused, answer } of outcomes) {
    await report.step(`refused: ${what}`, async () => {
      if (!refused) throw new Error(answer);
      return answer.split('\n')[0];
    });
  }
}

const places = {
  kafka: 'spillway-kafka-bootstrap.spillway:9093',
  postgres: 'postgres-rw.spillway:5432',
  orders: 'orders.spillway:3001',
  payments: 'payments.spillway:3002',
  users: 'users.spillway:3005',
  gateway: 'gateway.spillway:3000',
  mail: 'mail.spillway:8025',
};

/** A pod that no policy names reaches nothing, neither from the same namespace nor from another; the runner reaches all. */
export async function strangers({ cluster, runner }: World): Promise<string> {
  const addresses = Object.values(places);
  const control = await runner.run<Record<string, boolean>>('reach', addresses);
  const shut = addresses.filter((address) => !control[address]);
  if (shut.length > 0) throw new Error(`not even the runner reaches ${shut.join(', ')}`);
  for (const namespace of [cluster.namespace, 'default']) {
    const stranger = await startStranger(cluster, namespace);
    try {
      const reached = await stranger.reach(addresses);
      const open = addresses.filter((address) => reached[address]);
      if (open.length > 0) throw new Error(`from ${namespace} it reaches ${open.join(', ')}`);
    } finally {
      await stranger.remove();
    }
  }
  return `${addresses.length} addresses, tried from two namespaces`;
}

/** The API server refuses what "restricted" forbids, and says which rule. */
export async function podSecurity({ cluster }: World): Promise<string> {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'privileged' },
    spec: { containers: [{ name: 'c', image: 'busybox', securityContext: { privileged: true } }] },
  };
  const args = ['create', '--dry-run=server', '--filename', '-'];
  const said = await cluster.kubectl(args, { input: JSON.stringify(pod) }).then(
    () => undefined,
    (error: unknown) => (error instanceof CommandFailed ? error.output : Promise.reject(error)),
  );
  if (said === undefined) throw new Error('a privileged pod was let in');
  if (!said.includes('violates PodSecurity "restricted')) throw new Error(said);
  return 'a privileged pod is refused';
}

import type { Instance, System } from '@spillway/local';

/** One thing that goes wrong, and comes back. Resolves when what it broke is there again. */
export interface Fault {
  readonly name: string;
  strike(): Promise<void>;
}

const first = (instances: readonly Instance[], what: string): Instance => {
  const [instance] = instances;
  if (!instance) throw new Error(`no ${what} to break`);
  return instance;
};

/** The instance whose relay publishes, by its own metric; the first one when none leads at this moment. */
async function relayLeader(instances: readonly Instance[]): Promise<Instance> {
  for (const instance of instances) {
    const metrics = await fetch(`${instance.url}/metrics`).then(
      (response) => response.text(),
      () => '',
    );
    if (/^relay_leader(\{[^}]*\})? 1$/m.test(metrics)) return instance;
  }
  return first(instances, 'relay leader');
}

async function crash(instance: Instance): Promise<void> {
  instance.kill('SIGKILL');
  await instance.exited;
  await instance.restart();
}

/** Everything that breaks in the nights of a year, once. */
export function faults(system: System): Fault[] {
  const second = (name: 'payments' | 'notifications') => system.instances(name).at(-1) ?? first([], name);
  return [
    { name: 'SIGKILL payments', strike: () => crash(first(system.instances('payments'), 'payments')) },
    { name: 'SIGTERM payments', strike: () => second('payments').restart() },
    {
      name: 'SIGKILL the leader of the relay of orders',
      strike: async () => crash(await relayLeader(system.instances('orders'))),
    },
    { name: 'SIGKILL products', strike: () => crash(first(system.instances('products'), 'products')) },
    { name: 'SIGKILL gateway', strike: () => crash(first(system.instances('gateway'), 'gateway')) },
    { name: 'SIGTERM users', strike: () => first(system.instances('users'), 'users').restart() },
    { name: 'SIGKILL analytics', strike: () => crash(first(system.instances('analytics'), 'analytics')) },
    { name: 'SIGKILL notifications', strike: () => crash(second('notifications')) },
    {
      name: 'restart PostgreSQL',
      async strike() {
        await system.postgres.stop();
        await system.postgres.start();
      },
    },
    {
      name: 'restart Kafka',
      async strike() {
        await system.kafka.stop();
        await system.kafka.start();
      },
    },
    {
      name: 'SIGKILL the leader of the relay of payments',
      strike: async () => crash(await relayLeader(system.instances('payments'))),
    },
  ];
}

import { setTimeout as delay } from 'node:timers/promises';
import { type System, serviceNames, startTemporarySystem } from '@spillway/local';
import { processorSeconds, processorSecondsWithChildren } from '../system/processor-time';
import { atRest } from '../system/rest';
import { type Figure, load, residentMb } from './report';
import { repeat } from './with-system';

const minute = 60_000;
const minutes = 3;

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
/** Seconds of processor time so far, each by who takes it. */
type Takers = ReadonlyMap<string, () => number>;

/** All that `make up` starts and PostgreSQL is not. Of a Kafka in a container nothing is known here. */
function takersOf(system: System): Takers {
  const kafka = system.kafka.child();
  const ours = process.cpuUsage;
  return new Map([
    ...serviceNames.map((name): [string, () => number] => [
      name,
      () => sum(system.instances(name).map(({ pid }) => processorSeconds(pid))),
    ]),
    ...(kafka ? [['Kafka', () => processorSeconds(kafka.pid)] as const] : []),
    ['the mail catcher', () => processorSeconds(system.mail.pid)],
    ['make up itself', () => (ours().user + ours().system) / 1e6], // it follows the logs, as this process does
  ]);
}

/** How much of a core each has taken meanwhile, in percent. */
async function shares(takers: Takers): Promise<Map<string, number>> {
  const before = new Map([...takers].map(([name, seconds]) => [name, seconds()]));
  const since = performance.now();
  await delay(minute);
  const took = (performance.now() - since) / 1_000;
  return new Map([...takers].map(([name, seconds]) => [name, ((seconds() - (before.get(name) ?? 0)) / took) * 100]));
}

async function measure(system: System): Promise<Figure[]> {
  await atRest(system);
  await delay(2 * minute); // what has just started still compiles
  const takers = takersOf(system);
  const servers = () => sum(system.postgres.servers.map((server) => processorSecondsWithChildren(server.child().pid)));
  const runs = await repeat(minutes, () => shares(new Map([...takers, ['PostgreSQL', servers]])));
  const share = (name: string): Figure => ({
    name: `idle: ${name}`,
    unit: '% of a core',
    runs: runs.map((run) => run.get(name) ?? Number.NaN),
  });
  const whole: Figure = {
    name: `idle: all of make up but PostgreSQL${takers.has('Kafka') ? '' : ' and Kafka, which runs in a container'}`,
    unit: '% of a core',
    runs: runs.map((run) => sum([...takers.keys()].map((name) => run.get(name) ?? Number.NaN))),
    aim: takers.has('Kafka') ? { atMost: 10 } : undefined,
    load: load(),
  };
  const memory = serviceNames.map((name): Figure => {
    const resident = system.instances(name).map(({ pid }) => residentMb(pid));
    return { name: `memory of ${name} at rest`, unit: 'MB', runs: resident, aim: { atMost: 150 } };
  });
  return [whole, share('PostgreSQL'), ...[...takers.keys()].map(share), ...memory];
}

/** What eight services and what they stand on cost while nobody asks anything of them. */
export async function idle(): Promise<Figure[]> {
  const system = await startTemporarySystem({ log: () => undefined });
  try {
    return await measure(system);
  } finally {
    await system.stop();
  }
}

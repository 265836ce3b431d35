import { LocalError } from '../errors';
import { freePort, isFree } from '../ports';
import { type ServiceName, serviceNames, services } from './services';

export interface Ports {
  readonly kafka: number;
  readonly postgres: number;
  readonly smtp: number;
  readonly mail: number;
  readonly services: Readonly<Record<ServiceName, number>>;
}

/** A free port for everything. */
export async function randomPorts(): Promise<Ports> {
  const [kafka, postgres, smtp, mail] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const entries: [string, number][] = [];
  for (const name of serviceNames) entries.push([name, await freePort()]);
  return { kafka, postgres, smtp, mail, services: Object.fromEntries(entries) as Ports['services'] };
}

/**
 * The well-known ports, or what the environment says instead (KAFKA_PORT, ORDERS_PORT, …).
 * Throws PORT_IN_USE naming port and variable; only PostgreSQL gives way, to a free port, because 5432 often is taken.
 */
export async function wellKnownPorts(env: NodeJS.ProcessEnv): Promise<Ports> {
  const ports: Record<string, number> = {};
  const taken: string[] = [];
  for (const [name, standard] of standardPorts(env)) {
    const variable = `${name.toUpperCase()}_PORT`;
    const port = portOf(env, variable, standard);
    const clash = Object.entries(ports).find(([, other]) => other === port);
    if (clash) taken.push(`Port ${port} is wanted twice, for ${clash[0]} and ${name}: set ${variable} to another`);
    else if (await isFree(port)) ports[name] = port;
    else if (name === 'postgres' && !env[variable]) ports[name] = await freePort();
    else taken.push(`Port ${port} for ${name} is in use: stop what uses it, or set ${variable} to another`);
  }
  if (taken.length > 0) throw new LocalError('PORT_IN_USE', taken.join('\n'));
  const of = (name: string) => ports[name] ?? 0;
  const all = Object.fromEntries(serviceNames.map((name) => [name, of(name)])) as Ports['services'];
  return { kafka: of('kafka'), postgres: of('postgres'), smtp: of('smtp'), mail: of('mail'), services: all };
}

function standardPorts(env: NodeJS.ProcessEnv): [string, number][] {
  const own = serviceNames.map((name): [string, number] => [name, services[name].port]);
  const kafka: [string, number][] = env.KAFKA_BROKERS ? [] : [['kafka', 9092]];
  const postgres: [string, number][] = env.POSTGRES_URL ? [] : [['postgres', 5432]];
  return [...own, ...kafka, ...postgres, ['smtp', 1025], ['mail', 1080]];
}

/** @throws PORT_INVALID naming the variable */
export function portOf(env: NodeJS.ProcessEnv, variable: string, standard: number): number {
  const port = Number(env[variable] || standard);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new LocalError('PORT_INVALID', `${variable}=${env[variable]} is not a port (1 to 65535)`);
}

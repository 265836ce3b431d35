import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalError } from '../errors';
import { hasDatabase, type ServiceName, serviceNames } from '../system/services';
import type { System } from '../system/system';

/** Where Kafka and the databases are: what a program needs that is run beside the services. */
export interface Running {
  readonly brokers: string;
  readonly databaseUrls: Readonly<Partial<Record<ServiceName, string>>>;
}

const fileIn = (folder: string) => join(folder, 'running.json');

/** Writes it down while the system is up. */
export function noteRunning(folder: string, { kafka, postgres }: System): void {
  const databaseUrls = Object.fromEntries(serviceNames.filter(hasDatabase).map((name) => [name, postgres.url(name)]));
  const running: Running = { brokers: kafka.brokers, databaseUrls };
  writeFileSync(fileIn(folder), JSON.stringify(running));
}

export const forgetRunning = (folder: string): void => rmSync(fileIn(folder), { force: true });

/** @throws NOT_UP */
export function readRunning(folder: string): Running {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Running;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new LocalError('NOT_UP', 'the system of this tree is not up: start it first (make up)');
  }
}

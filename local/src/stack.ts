import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startKafka } from './kafka/start';
import { freePort } from './ports';
import { postgresServer } from './postgres/server';
import { temporaryFolder } from './temporary-folder';

/** A Kafka and a PostgreSQL of nobody else's, empty, with no topics. */
export interface Stack {
  readonly env: { KAFKA_BROKERS: string; POSTGRES_URL: string };
  stop(): Promise<void>;
}

/** Starts what the environment does not name yet, on free ports, in a temporary folder that goes with it. */
export async function startStack(say: (line: string) => void, env: NodeJS.ProcessEnv = process.env): Promise<Stack> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'logs'));
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.map((each) => each()));
    await rm(folder, { recursive: true, force: true });
  };
  const kafka = async () => {
    if (env.KAFKA_BROKERS) return env.KAFKA_BROKERS;
    const [port, controllerPort] = [await freePort(), await freePort()];
    const place = { dataDir: join(folder, 'kafka'), logFile: join(folder, 'logs', 'kafka.log') };
    const broker = await startKafka({ ...place, port, controllerPort, say });
    stops.push(async () => {
      await broker.stop();
      await broker.remove();
    });
    return broker.brokers;
  };
  const postgres = async () => {
    if (env.POSTGRES_URL) return env.POSTGRES_URL;
    const place = { dataDir: join(folder, 'postgres'), logFile: join(folder, 'logs', 'postgres.log') };
    const server = await postgresServer({ ...place, port: await freePort(), say });
    stops.push(() => server.stop());
    return server.url;
  };
  const [brokers, url] = await Promise.allSettled([kafka(), postgres()]);
  if (brokers.status === 'fulfilled' && url.status === 'fulfilled') {
    return { env: { KAFKA_BROKERS: brokers.value, POSTGRES_URL: url.value }, stop };
  }
  await stop();
  throw brokers.status === 'rejected' ? brokers.reason : (url as PromiseRejectedResult).reason;
}

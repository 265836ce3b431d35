import { join } from 'node:path';
import { LocalError } from '../errors';
import { releaseLock } from '../lock';
import { type Paint, paintFor, readableLog } from '../logs/render';
import { endAll } from '../processes/child';
import { lastLines } from '../processes/last-lines';
import { repositoryRoot } from '../root';
import { wellKnownPorts } from '../system/ports';
import { type System, startSystem } from '../system/system';
import { type Observers, observing } from './observe';
import { lockSystem } from './only-one';
import { forgetRunning, noteRunning } from './running';
import { firstOrders, tableOf } from './table';
import { type Reason, untilTold } from './until-told';

// make up: the whole system in the foreground, until Ctrl-C or until one of its processes ends by itself.

const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (from: number) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

async function up(env: NodeJS.ProcessEnv): Promise<number> {
  const root = repositoryRoot();
  const paint = paintFor(process.stdout, env);
  const lock = lockSystem(join(root, '.local'));
  const told = untilTold();
  const started = Date.now();
  try {
    say(paint('grey', 'starting Kafka, PostgreSQL, mail and the services'));
    const dataDir = join(root, '.local');
    const watching = await observing(env, { dataDir, say: (line) => say(paint('grey', line)), died: told.died });
    const starting = startSystem({
      dataDir,
      ports: await wellKnownPorts(env),
      env: watching?.env ?? {},
      external: { brokers: env.KAFKA_BROKERS, postgresUrl: env.POSTGRES_URL },
      say: (line) => say(paint('grey', line)),
      log: readableLog(say, paint),
      onUnexpectedEnd: told.died,
    });
    const system = await Promise.race([starting, told.asked]);
    if (!system) return await stopStarting(starting);
    noteRunning(dataDir, system);
    const observers = await watching?.beside(system);
    say(`\n${tableOf(system, root, paint, observers?.shown)}\n\n${firstOrders(system)}\n`);
    say(`Ready after ${seconds(started)}. Ctrl-C stops everything and keeps the data; make clean removes it.\n`);
    return await stopWhenTold({ system, observers }, told.reason, paint);
  } finally {
    forgetRunning(join(root, '.local'));
    releaseLock(lock);
  }
}

interface Running {
  system: System;
  observers: Observers | undefined;
}

async function stopWhenTold({ system, observers }: Running, reason: Promise<Reason>, paint: Paint): Promise<number> {
  const why = await reason;
  const from = Date.now();
  say(paint('grey', 'stopping: services first, then Kafka, PostgreSQL and mail'));
  await system.stop();
  await observers?.stop();
  say(`Stopped after ${seconds(from)}.`);
  if (why === 'asked') return 0;
  const [child, code] = why;
  const how = code === null ? 'by a signal' : `with exit code ${code}`;
  say(paint('red', `\n${child.name} ended by itself, ${how}; so everything was stopped.`));
  say(`The last lines of ${child.logFile}:\n${lastLines(child.logFile, 20)}`);
  return 1;
}

async function stopStarting(starting: Promise<System>): Promise<number> {
  say('stopping in the middle of the start');
  await endAll(4_000);
  // What was still being started has now failed, because we ended it: nobody needs to hear of that.
  await starting.then((system) => system.stop()).catch(() => undefined);
  return 0;
}

up(process.env).then(
  (code) => process.exit(code),
  async (error: unknown) => {
    const words = error instanceof LocalError ? error.message : String((error as Error).stack);
    process.stderr.write(`${words}\n`);
    await endAll(4_000);
    process.exit(1);
  },
);

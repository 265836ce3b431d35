import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { wordsOf } from './errors';
import { endAll } from './processes/child';
import { startStack } from './stack';

// node dist/with-stack.js -- command…: runs the command beside a fresh Kafka and PostgreSQL, named to it by KAFKA_BROKERS
// and POSTGRES_URL, and ends with its exit code.

const say = (line: string) => process.stderr.write(`stack: ${line}\n`);

async function main(): Promise<number> {
  let interrupted = 130;
  const [command, ...args] = process.argv.slice(process.argv.indexOf('--') + 1);
  if (!process.argv.includes('--') || command === undefined) {
    say('usage: with-stack -- command [arguments]');
    return 2;
  }
  const asked = Promise.withResolvers<undefined>();
  let pass = (_signal: NodeJS.Signals): void => undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      interrupted = 128 + constants.signals[signal];
      asked.resolve(undefined);
      pass(signal);
    });
  }
  const starting = startStack(say);
  const stack = await Promise.race([starting, asked.promise]);
  if (!stack) {
    await endAll(4_000);
    await starting.then((started) => started.stop()).catch(() => undefined);
    return interrupted;
  }
  try {
    return await new Promise<number>((resolve, reject) => {
      const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...stack.env } });
      pass = (signal) => child.kill(signal);
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
    });
  } finally {
    await stack.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(wordsOf(error));
    process.exit(1);
  },
);

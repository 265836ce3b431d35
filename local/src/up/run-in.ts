import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { wordsOf } from '../errors';
import { repositoryRoot } from '../root';
import { type ServiceName, serviceNames } from '../system/services';
import { readRunning } from './running';

// node dist/up/run-in.js SERVICE PROGRAM [arguments]: runs a program of a service beside the system that is up.

async function main([service, program, ...args]: string[]): Promise<number> {
  const name = serviceNames.find((known): known is ServiceName => known === service);
  if (name === undefined || program === undefined) {
    process.stderr.write(`usage: run-in SERVICE PROGRAM [arguments]; the services are ${serviceNames.join(', ')}\n`);
    return 2;
  }
  const root = repositoryRoot();
  const { brokers, databaseUrls } = readRunning(join(root, '.local'));
  const env = { LOG_LEVEL: 'warn', ...process.env, KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrls[name] };
  const child = spawn(process.execPath, [program, ...args], {
    cwd: resolve(root, 'services', name),
    env,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 1));
  });
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${wordsOf(error)}\n`);
    process.exit(1);
  },
);

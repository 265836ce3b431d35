import { createHash } from 'node:crypto';
import { run } from '../processes/run';
import { until } from '../until';
import { answers } from './answers';
import type { Broker, BrokerOptions } from './broker';
import { brokerSettings } from './settings';

const image = 'apache/kafka:4.3.1';

/** Whether a Docker engine answers, and soon. */
const dockerAnswers = (docker = 'docker'): Promise<boolean> =>
  run(docker, ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 2_000 }).then(
    () => true,
    () => false,
  );

/** Whether a Docker engine answers and has the image, or can get it: engines stand on machines that reach no registry, too. */
export async function dockerCanRun(say: (line: string) => void, docker = 'docker'): Promise<boolean> {
  if (!(await dockerAnswers(docker))) return false;
  if (await run(docker, ['image', 'inspect', image]).catch(() => undefined)) return true;
  say(`getting ${image}`);
  return run(docker, ['pull', '--quiet', image]).then(
    () => true,
    () => {
      say(`Docker answers, but cannot get ${image}: Kafka will run on Java instead`);
      return false;
    },
  );
}

/**
 * A broker in a container of the official image. The data lives in the container, which is kept for the next start and
 * named after data folder and port.
 */
export async function dockerBroker(options: BrokerOptions): Promise<Broker> {
  const name = `${containerPrefix(options.dataDir)}-${options.port}`;
  const brokers = `127.0.0.1:${options.port}`;
  const docker = (...args: string[]) => run('docker', args);
  const start = async () => {
    await docker('start', name);
    await until('Kafka answers', () => answers(brokers));
  };
  const known = await docker('container', 'inspect', name).catch(() => undefined);
  if (known === undefined) {
    options.say(`creating a container of ${image}`);
    const publish = `127.0.0.1:${options.port}:${options.port}`;
    await docker('create', '--name', name, '--publish', publish, ...environment(options), image);
  }
  await start();
  return {
    brokers,
    origin: 'Docker',
    logFile: `docker logs ${name}`,
    child: () => undefined,
    start,
    stop: async (timeoutMs = 8_000) => void (await docker('stop', '--time', String(Math.ceil(timeoutMs / 1000)), name)),
    kill: async () => void (await docker('kill', name)),
    remove: async () => void (await docker('rm', '--force', '--volumes', name)),
  };
}

/** Removes the containers that hold the data of this folder, where there are any. */
export async function removeContainers(dataDir: string): Promise<void> {
  if (!(await dockerAnswers())) return;
  const ids = await run('docker', ['ps', '--all', '--quiet', '--filter', `name=${containerPrefix(dataDir)}`]);
  const found = ids.split('\n').filter(Boolean);
  if (found.length > 0) await run('docker', ['rm', '--force', '--volumes', ...found]);
}

const containerPrefix = (dataDir: string) =>
  `spillway-kafka-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`;

// The image turns KAFKA_LOG_DIRS into log.dirs, and formats an empty folder itself.
const environment = (options: BrokerOptions): string[] =>
  brokerSettings({ ...options, folder: '/var/lib/kafka/data', listen: '0.0.0.0' })
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [setting = '', ...value] = line.split('=');
      return ['--env', `KAFKA_${setting.replace(/\./g, '_').toUpperCase()}=${value.join('=')}`];
    });

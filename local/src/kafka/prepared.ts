import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../cache';
import { freePort } from '../ports';
import { startChild } from '../processes/child';
import { run } from '../processes/run';
import { until } from '../until';
import { answers } from './answers';
import { kafkaJars } from './jars';
import { findJava } from './java';
import { brokerSettings } from './settings';

export interface PreparedKafka {
  readonly java: string;
  readonly classPath: string;
  /** A formatted, empty log folder: copying it replaces a second of `kafka-storage format`. */
  readonly template: string;
  /** Class-data archive: the broker starts in a third of the time. A wrong one is only a warning. */
  readonly archive: string;
}

export const javaOptions = [
  '-Xms256m',
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:-UsePerfData', // for jstat alone, twenty times a second
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];

/** Everything a broker needs, made once for this Java and these jars and kept in the cache. */
export async function preparedKafka(say: (line: string) => void): Promise<PreparedKafka> {
  const java = await findJava();
  const { classPath, key } = await kafkaJars(say);
  const fingerprint = createHash('sha256').update(java.build).update(classPath).digest('hex').slice(0, 12);
  const folder = await cached(`kafka-start-${key}-${fingerprint}`, async (target) => {
    say('preparing Kafka for fast starts (once)');
    const template = join(target, 'template');
    const settings = join(target, 'training.properties');
    const node = { folder: template, port: await freePort(), controllerPort: await freePort() };
    writeFileSync(settings, brokerSettings(node));
    await run(java.command, ['-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settings]);
    await train({ java: java.command, classPath, target, node });
  });
  return { java: java.command, classPath, template: join(folder, 'template'), archive: join(folder, 'classes.jsa') };
}

// A name, not a secret: 22 characters of base64url as Kafka wants them.
const clusterId = 'c3BpbGx3YXktbG9jYWwtMQ';

/** One start and stop of a broker on a copy of the template writes the archive. */
async function train(options: {
  java: string;
  classPath: string;
  target: string;
  node: { port: number; controllerPort: number };
}): Promise<void> {
  const { cp, rm } = await import('node:fs/promises');
  const folder = join(options.target, 'training');
  const settings = join(options.target, 'training.properties');
  await cp(join(options.target, 'template'), folder, { recursive: true });
  writeFileSync(settings, brokerSettings({ ...options.node, folder }));
  const broker = startChild({
    name: 'kafka (training)',
    command: options.java,
    args: [
      ...javaOptions,
      `-XX:ArchiveClassesAtExit=${join(options.target, 'classes.jsa')}`,
      '-cp',
      options.classPath,
      'kafka.Kafka',
      settings,
    ],
    logFile: join(options.target, 'training.log'),
  });
  await until('Kafka answers', () => answers(`127.0.0.1:${options.node.port}`), { child: broker });
  await broker.stop({ timeoutMs: 60_000 });
  await rm(folder, { recursive: true });
}

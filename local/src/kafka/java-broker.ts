import { existsSync, writeFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Child, ChildOptions } from '../processes/child';
import { startReady } from '../processes/start-ready';
import { answers } from './answers';
import type { Broker, BrokerOptions } from './broker';
import { javaOptions, type PreparedKafka, preparedKafka } from './prepared';
import { brokerSettings } from './settings';

/** A broker as a Java process; started when this resolves. */
export async function javaBroker(options: BrokerOptions): Promise<Broker> {
  const prepared = await preparedKafka(options.say);
  const folder = join(options.dataDir, 'log');
  const settings = join(options.dataDir, 'server.properties');
  const brokers = `127.0.0.1:${options.port}`;
  await mkdir(options.dataDir, { recursive: true });
  if (!existsSync(join(folder, 'meta.properties'))) await cp(prepared.template, folder, { recursive: true });
  writeFileSync(settings, brokerSettings({ ...options, folder }));

  const program = {
    name: 'kafka',
    ...commandOf(prepared, settings),
    logFile: options.logFile,
    started: options.started,
  };
  const start = () => startReady(program, 'Kafka answers', () => answers(brokers));
  let child: Child = await start();
  return {
    brokers,
    origin: 'Java',
    logFile: options.logFile,
    child: () => child,
    async start() {
      child = await start();
    },
    stop: (timeoutMs = 8_000) => child.stop({ timeoutMs }),
    async kill() {
      child.kill('SIGKILL');
      await child.exited;
    },
    remove: async () => undefined,
  };
}

const commandOf = (kafka: PreparedKafka, settings: string): Pick<ChildOptions, 'command' | 'args'> => ({
  command: kafka.java,
  args: [
    ...javaOptions,
    `-XX:SharedArchiveFile=${kafka.archive}`,
    // A Java that cannot use the archive only starts slower.
    ...['-Xlog:cds=off', '-Xlog:cds+dynamic=off'],
    ...['-cp', kafka.classPath, 'kafka.Kafka', settings],
  ],
});

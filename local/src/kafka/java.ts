import { join } from 'node:path';
import { LocalError } from '../errors';
import { run } from '../processes/run';

export interface Java {
  readonly command: string;
  /** What tells one virtual machine from another: archives of loaded classes fit only the one that wrote them. */
  readonly build: string;
}

/** The Java of JAVA_HOME, else of the PATH; 17 or newer. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<Java> {
  const command = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  const said = await run(command, ['-version']).catch((cause: unknown) => {
    throw new LocalError(
      'JAVA_MISSING',
      'Java 17 or newer is needed to run Kafka (or a Docker engine, or KAFKA_BROKERS)',
      {
        cause,
      },
    );
  });
  const version = Number(/version "(\d+)/.exec(said)?.[1] ?? 0);
  if (version < 17) {
    throw new LocalError('JAVA_TOO_OLD', `Kafka needs Java 17 or newer; ${command} is ${said.split('\n')[0]}`);
  }
  return { command, build: said.replace(/[^\w.+-]+/g, '-') };
}

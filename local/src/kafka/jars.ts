import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cached } from '../cache';
import { LocalError } from '../errors';
import { run } from '../processes/run';

const pom = resolve(__dirname, '../../kafka/pom.xml');

/** The class path of the broker, fetched once by the plain mvn client so that the user's mirror settings hold. */
export async function kafkaJars(say: (line: string) => void): Promise<{ classPath: string; key: string }> {
  const key = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const folder = await cached(`kafka-jars-${key}`, async (target) => {
    say('fetching Kafka from Maven Central (44 MB, once)');
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${target}`];
    await run('mvn', ['-q', '-B', '-f', pom, ...goal]).catch((cause: unknown) => {
      throw new LocalError('KAFKA_JARS', `Maven (mvn) could not fetch Kafka: ${(cause as Error).message}`, { cause });
    });
  });
  const jars = readdirSync(folder).filter((name) => name.endsWith('.jar'));
  // Sorted, because an archive of loaded classes is tied to the order of the class path.
  return {
    classPath: jars
      .sort()
      .map((name) => join(folder, name))
      .join(':'),
    key,
  };
}

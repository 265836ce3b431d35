import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { inRepository } from '../cluster/repository';
import { run } from '../cluster/run';

/** The broker's image: the jars of local/kafka/pom.xml, resolved by the plain mvn client, on a Java runtime. */
export async function buildKafkaImage(tag: string): Promise<string> {
  const image = `ghcr.io/spillway/lab-kafka:${tag}`;
  const pom = inRepository('local/kafka/pom.xml');
  const key = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const context = inRepository('.local', 'lab-kafka', key);
  const jars = `${context}/jars`;
  const there = await readdir(jars).catch(() => []);
  if (there.length === 0) {
    await mkdir(context, { recursive: true });
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${jars}.part`];
    await run('mvn', ['-q', '-B', '-f', pom, ...goal]);
    await cp(`${jars}.part`, jars, { recursive: true });
    await rm(`${jars}.part`, { recursive: true });
  }
  const { JAVA_IMAGE } = process.env;
  const base = JAVA_IMAGE ? ['--build-arg', `JAVA_IMAGE=${JAVA_IMAGE}`] : [];
  const file = inRepository('k8s/overlays/lab/kafka/Dockerfile');
  await run('docker', ['build', '--quiet', '--file', file, ...base, '--tag', image, context]);
  return image;
}

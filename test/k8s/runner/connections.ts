import { readFileSync } from 'node:fs';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';

/** What the pod of these programs has mounted: authorities and everybody's passwords. */
const secret = (path: string) => readFileSync(`/etc/spillway/${path}`, 'utf8').trim();

export const brokers = ['spillway-kafka-bootstrap:9093'];

/** The security of the one listener there is, as the named user. */
export const kafkaSecurity = (user: string): Pick<KafkaConfig, 'ssl' | 'sasl'> => ({
  ssl: { ca: [secret('kafka-ca/ca.crt')] },
  sasl: { mechanism: 'scram-sha-512', username: user, password: secret(`kafka/${user}`) },
});

export const kafkaAs = (user: string, more: Partial<KafkaConfig> = {}): Kafka =>
  new Kafka({ clientId: 'k8s-test', brokers, logLevel: logLevel.NOTHING, ...kafkaSecurity(user), ...more });

/** The database of a service (its own unless named), as that service. */
export function databaseAs(service: string, database = service): string {
  const password = encodeURIComponent(secret(`postgres/${service}`));
  const tls = 'sslmode=verify-full&sslrootcert=/etc/spillway/postgres-ca/ca.crt';
  return `postgres://${service}:${password}@postgres-rw:5432/${database}?${tls}`;
}

/** Programs answer with one JSON document on standard output; what they say on the way goes to standard error. */
export function program(main: () => Promise<unknown>): void {
  main().then(
    (result) => process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
}

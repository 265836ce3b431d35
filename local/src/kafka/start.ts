import { LocalError } from '../errors';
import { answers } from './answers';
import type { Broker, BrokerOptions } from './broker';
import { dockerBroker, dockerCanRun } from './docker-broker';
import { javaBroker } from './java-broker';

/** Kafka as this machine has it: the one that is named, else a container, else a Java process. */
export async function startKafka(options: BrokerOptions & { external?: string | undefined }): Promise<Broker> {
  if (options.external) return externalBroker(options.external);
  return (await dockerCanRun(options.say)) ? dockerBroker(options) : javaBroker(options);
}

async function externalBroker(brokers: string): Promise<Broker> {
  const [first = brokers] = brokers.split(',');
  const up = await answers(first).catch(() => false);
  if (!up) throw new LocalError('KAFKA_UNREACHABLE', `no Kafka answers at ${first} (KAFKA_BROKERS)`);
  const refuse = async () => {
    throw new LocalError('NOT_OURS', 'the Kafka of KAFKA_BROKERS is not ours to start or stop');
  };
  return {
    brokers,
    origin: 'KAFKA_BROKERS',
    logFile: '',
    child: () => undefined,
    start: refuse,
    kill: refuse,
    stop: async () => undefined,
    remove: async () => undefined,
  };
}

import { connect } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { testKafka } from '../../../src/testing';

const produceKey = 0;

/**
 * A client whose connection may break after the broker has carried out a produce request and before its answer is seen.
 * `lose(n)` arms it for the next n of those requests.
 */
export function lossyKafka(config = testKafka()) {
  let toLose = 0;
  let lost = 0;
  const kafka = new Kafka({
    brokers: [...config.brokers],
    clientId: config.clientId,
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 5, maxRetryTime: 20, retries: 2 },
    socketFactory: ({ host, port, onConnect }) => {
      const socket = connect({ host, port }, onConnect);
      let answerIsLost = false;
      const write = socket.write.bind(socket);
      socket.write = ((data: string | Uint8Array, ...rest: []) => {
        if (toLose > 0 && Buffer.isBuffer(data) && data.readInt16BE(4) === produceKey) {
          toLose--;
          answerIsLost = true;
        }
        return write(data, ...rest);
      }) as typeof socket.write;
      const emit = socket.emit.bind(socket);
      socket.emit = (event: string, ...args: unknown[]) => {
        if (event !== 'data' || !answerIsLost) return emit(event, ...args);
        lost++;
        socket.destroy(new Error('the answer was lost'));
        return true;
      };
      return socket;
    },
  });
  return {
    kafka,
    lose: (requests: number) => {
      toLose = requests;
    },
    lost: () => lost,
  };
}

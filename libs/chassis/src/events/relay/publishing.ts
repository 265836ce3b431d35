import type { EventProducer } from '../../kafka/producer/message';
import { publishSpan } from '../../telemetry/message-spans';
import { publishDuration, publishFailures } from './metrics';

/** Publishes, counts, and leaves a span where one of the messages is traced. */
export const measured =
  (relay: string, producer: EventProducer): EventProducer['publish'] =>
  async (messages) => {
    const stopTimer = publishDuration.startTimer({ relay });
    const span = publishSpan(messages[0]?.topic ?? '', messages);
    try {
      await producer.publish(messages);
      stopTimer();
      span.end();
    } catch (error) {
      publishFailures.inc({ relay });
      span.end(error);
      throw error;
    }
  };

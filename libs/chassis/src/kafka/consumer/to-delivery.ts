import { toEvent } from '@spillway/contracts';
import type { KafkaMessage } from 'kafkajs';
import { type Delivery, InvalidDelivery } from './delivery';

/** A message as it came, without a look inside. */
export const rawDelivery = (message: KafkaMessage, topic: string, partition: number): Delivery => {
  const { key, value, offset, headers = {} } = message;
  return { topic, partition, offset, key: key?.toString() ?? null, keyBytes: key, value, headers };
};

/** A message with the event in it, or with the reason why there is none: the pipeline decides what becomes of it. */
export function eventDelivery(message: KafkaMessage, topic: string, partition: number): Delivery {
  const raw = rawDelivery(message, topic, partition);
  try {
    return { ...raw, event: toEvent(message, topic) };
  } catch (error) {
    return { ...raw, event: new InvalidDelivery(error) };
  }
}

/** The send buffer is full: nothing of this call was queued. Slow down, or look at kafka_producer_buffer_messages. */
export class KafkaBufferFull extends Error {
  readonly code = 'KAFKA_BUFFER_FULL';

  constructor(limit: number) {
    super(
      `The send buffer holds ${limit} messages (KAFKA_BUFFER_MAX_MESSAGES) and the broker is not keeping up. ` +
        'Nothing of this call was queued. Slow down, or look at kafka_producer_buffer_messages.',
    );
    this.name = 'KafkaBufferFull';
  }
}

/** The broker did not acknowledge in time. The message may still have been written, or be written yet. */
export class KafkaDeliveryTimeout extends Error {
  readonly code = 'KAFKA_DELIVERY_TIMEOUT';

  constructor(ms: number) {
    super(
      `No acknowledgement within ${ms} ms (KAFKA_DELIVERY_TIMEOUT). ` +
        'The message may have been written all the same: repeat it only where a repeat is harmless.',
    );
    this.name = 'KafkaDeliveryTimeout';
  }
}

/** The producer has been stopped; nothing of this call was queued. */
export class KafkaProducerClosed extends Error {
  readonly code = 'KAFKA_PRODUCER_CLOSED';

  constructor() {
    super('The producer has been stopped. Nothing of this call was queued.');
    this.name = 'KafkaProducerClosed';
  }
}

/** A message asks for a partition that its topic does not have. Nothing of its request was sent. */
export class NoSuchPartition extends Error {
  readonly code = 'KAFKA_NO_SUCH_PARTITION';

  constructor(topic: string, partition: number) {
    super(`Topic ${topic} has no partition ${partition}. Nothing of this request was sent.`);
    this.name = 'NoSuchPartition';
  }
}

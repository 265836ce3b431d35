import type { Delivery } from '../../../src/kafka';

/** Deliveries of one partition with the given keys, offsets counting up. */
export const deliveriesOf = (keys: readonly (string | null)[], topic = 'things', partition = 0): Delivery[] =>
  keys.map((key, index) => ({
    topic,
    partition,
    offset: String(index),
    key,
    keyBytes: key === null ? null : Buffer.from(key),
    value: Buffer.from(`value ${index}`),
    headers: {},
  }));

export const neverAborted = (): AbortSignal => new AbortController().signal;

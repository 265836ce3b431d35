import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { stablePartitioner } from '../../src/kafka/producer/partitioner';
import { encodeRecord, type RecordToEncode } from '../../src/kafka/producer/record-encoding';

const kafkajsRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (record: RecordToEncode) => {
  buffer: Buffer;
};

const bytes = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
);
const names = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((name) => !/^(\d+|__proto__)$/.test(name));
const records = fc.record({
  offsetDelta: fc.nat(100_000),
  timestampDelta: fc.nat(0x3fffffff),
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.dictionary(names, bytes, { maxKeys: 12 }),
});

it('encodes a record to the bytes kafkajs makes of it', () => {
  fc.assert(
    fc.property(records, (record) => {
      expect(encodeRecord(record)?.buffer.equals(kafkajsRecord(record).buffer)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it('leaves to kafkajs what it does not encode', () => {
  expect(
    encodeRecord({ key: 'k', value: 'v', headers: { several: [Buffer.from('a'), Buffer.from('b')] } }),
  ).toBeUndefined();
  expect(encodeRecord({ key: 'k', value: 'v', timestampDelta: -1 })).toBeUndefined();
});

it('puts every key on the partition kafkajs and Java put it on', () => {
  const theirs = Partitioners.DefaultPartitioner();
  const ours = stablePartitioner();
  const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
  fc.assert(
    fc.property(bytes, (key) => {
      const args = { topic: 't', partitionMetadata, message: { key, value: null } };
      expect(ours(args)).toBe(theirs(args));
    }),
    { numRuns: 2_000 },
  );
});

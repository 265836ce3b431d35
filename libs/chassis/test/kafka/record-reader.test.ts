import { type RecordReader, RecordsGone, recordReader } from '../../src/kafka';
import { bareKafka } from '../../src/testing';
import { anEvent } from './support/events';
import { type Scene, scene } from './support/scene';

describe('the reader of records', () => {
  let stage: Scene;
  let reader: RecordReader;
  beforeEach(async () => {
    stage = await scene({ partitions: 1 });
    reader = recordReader({ kafka: bareKafka(stage.config), maxBytes: 1_000, maxWaitMs: 50 });
  });
  afterEach(async () => {
    await reader.close();
    await stage.end();
  });

  it('gives every record from the place on once, in pieces, and nothing where nothing has come yet', async () => {
    const count = 50;
    for (let n = 0; n < count; n++) await stage.publish([anEvent(stage.topic.name, 'one', { n })]);
    const seen: unknown[] = [];
    let reads = 0;
    for (let next = 10n; next < BigInt(count); reads++) {
      for (const { offset, value } of await reader.read(stage.topic.name, 0, next)) {
        seen.push(JSON.parse(String(value)).n);
        next = BigInt(offset) + 1n;
      }
    }
    expect(seen).toEqual(Array.from({ length: count - 10 }, (_, index) => index + 10));
    expect(reads).toBeGreaterThan(1);
    expect(await reader.read(stage.topic.name, 0, BigInt(count))).toEqual([]);
  });

  it('starts within a batch that is stored whole', async () => {
    await stage.publish(Array.from({ length: 5 }, (_, n) => anEvent(stage.topic.name, 'one', { n })));
    const offsets = (await reader.read(stage.topic.name, 0, 3n)).map(({ offset }) => offset);
    expect(offsets).toEqual(['3', '4']);
  });

  it('says so when the records are gone, and does not go on with later ones', async () => {
    await stage.publish(Array.from({ length: 5 }, (_, n) => anEvent(stage.topic.name, 'one', { n })));
    const admin = bareKafka(stage.config).admin();
    await admin.connect();
    await admin.fetchTopicOffsets(stage.topic.name); // kafkajs deletes only in topics it has heard of
    await admin.deleteTopicRecords({ topic: stage.topic.name, partitions: [{ partition: 0, offset: '3' }] });
    await admin.disconnect();
    await expect(reader.read(stage.topic.name, 0, 1n)).rejects.toThrow(RecordsGone);
    expect(await reader.read(stage.topic.name, 0, 3n)).toHaveLength(2);
  });
});

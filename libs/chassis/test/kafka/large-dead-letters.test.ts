import { type Event, toMessage } from '@spillway/contracts';
import { Permanent } from '../../src/errors';
import { deadLetters, type LeftBehind, redrive } from '../../src/kafka';
import { encodeRecord } from '../../src/kafka/producer/record-encoding';
import { eventually } from '../../src/testing';
import { anEvent } from './support/events';
import { record, type Scene, type SceneOptions, scene } from './support/scene';

type Numbered = Event<string, { n: number; padding?: string }>;

/** Around the records of a batch (format v2). */
const batchHeader = 61;
/** What is left free, so that a redriven message can be marked for its group. */
const marks = 128;

let stage: Scene;
let healed: boolean;
const start = async (options: SceneOptions = {}) => {
  healed = false;
  stage = await scene({ partitions: 1, ...options });
};
afterEach(() => stage.end());

const where = () => ({ topic: stage.topic.name, group: stage.group });
const letters = () => deadLetters(stage.producer, where());

/** Fails for every large event, at length and in more bytes than characters, until it is healed. */
const prepare = async ({ data }: Numbered) => {
  if (!healed && data.padding) throw new Permanent('too-much', '\u20ac'.repeat(5_000));
};

/** An event that fills its topic's limit but for `free` bytes. */
function largeEvent(free: number): Event {
  const padded = (padding: string) => anEvent(stage.topic.name, 'large', { n: 1, padding });
  const sizeOf = (event: Event) => batchHeader + (encodeRecord(toMessage(event))?.buf.length ?? 0);
  const event = padded('');
  const padding = 'x'.repeat(stage.topic.maxMessageBytes - free - sizeOf(event) - 4); // lengths are varints: up to 4 bytes more
  return { ...event, data: { n: 1, padding } };
}

it('puts a poison message just below the limit of its topic aside, and sends it back', async () => {
  await start();
  const event = largeEvent(marks);
  await stage.publish([event, anEvent(stage.topic.name, 'small', { n: 2 })]);
  await stage.member({ Counted: { ...record, prepare } });
  await stage.settled(1); // its neighbour, behind it in the partition
  const [letter] = await eventually(async () => {
    const found = await letters();
    return found.length > 0 && found;
  });
  expect(letter?.value).toBe(JSON.stringify(event.data));
  expect(letter?.headers).toMatchObject({ 'dlq-reason': 'too-much', ce_id: event.id });
  expect(Buffer.byteLength(letter?.headers['dlq-last-error'] ?? '')).toBeGreaterThan(990);
  expect(Buffer.byteLength(letter?.headers['dlq-last-error'] ?? '')).toBeLessThanOrEqual(1_000);

  healed = true;
  expect(await redrive(stage.producer, where())).toBe(1);
  expect((await stage.settled(2)).map(({ n }) => n)).toEqual([2, 1]);
  expect(await letters()).toEqual([]);
});

it('keeps the dead letters that leave no room for their marks, and sends back the others beside them', async () => {
  await start();
  await stage.publish([largeEvent(10), largeEvent(marks)]);
  await stage.member({ Counted: { ...record, prepare } });
  await eventually(async () => (await letters()).length === 2);

  healed = true;
  const left: LeftBehind[] = [];
  expect(await redrive(stage.producer, { ...where(), onLeftBehind: (letter) => left.push(letter) })).toBe(1);
  await stage.settled(1);
  const original = { originalTopic: stage.topic.name, originalPartition: '0', originalOffset: '0' };
  expect(left).toEqual([{ offset: '0', reason: 'too-large', ...original }]);
});

it('goes on with the story alone where the dead-letter topic never takes the message', async () => {
  await start({ maxDeadLetterBytes: 8 * 1024 }); // too little on purpose: as for what comes compressed and is much larger than it seems
  await stage.publish([largeEvent(marks), anEvent(stage.topic.name, 'small', { n: 2 })]);
  await stage.member({ Counted: { ...record, prepare } });
  await stage.settled(1);
  const [letter] = await eventually(async () => {
    const found = await letters();
    return found.length > 0 && found;
  });
  expect(letter).toMatchObject({ key: null, value: null });
  expect(letter?.headers).toMatchObject({
    'dlq-without-message': 'too-large',
    'dlq-reason': 'too-much',
    'dlq-original-topic': stage.topic.name,
    'dlq-original-partition': '0',
    'dlq-original-offset': '0',
  });

  const left: LeftBehind[] = [];
  expect(await redrive(stage.producer, { ...where(), onLeftBehind: (one) => left.push(one) })).toBe(0);
  expect(left).toMatchObject([{ reason: 'without-message', originalOffset: '0' }]);
  expect(stage.failures).toEqual([]);
});

type Bytes = string | Buffer | null | undefined;

/** A record as kafkajs hands it over. */
export interface RecordToEncode {
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  readonly key: Bytes;
  readonly value: Bytes;
  readonly headers?: Readonly<Record<string, Bytes | Bytes[] | undefined>>;
}

/** What kafkajs' RecordBatch wants of a record: the part of its Encoder that it reads. */
export interface EncodedRecord {
  readonly buf: Buffer;
  readonly buffer: Buffer;
  readonly offset: number;
}

const zigZag = (value: number): number => ((value << 1) ^ (value >> 31)) >>> 0;

const sizeOfVarint = (unsigned: number): number =>
  unsigned < 0x80 ? 1 : unsigned < 0x4000 ? 2 : unsigned < 0x200000 ? 3 : unsigned < 0x10000000 ? 4 : 5;

function putVarint(into: Buffer, at: number, value: number): number {
  let rest = zigZag(value);
  let offset = at;
  for (; rest > 127; rest >>>= 7) into[offset++] = (rest & 127) | 128;
  into[offset++] = rest;
  return offset;
}

const lengthOf = (bytes: Bytes): number => (bytes == null ? -1 : Buffer.byteLength(bytes));
const sizeOfBytes = (length: number): number => sizeOfVarint(zigZag(length)) + Math.max(0, length);

function putBytes(into: Buffer, at: number, bytes: Bytes, length: number): number {
  const offset = putVarint(into, at, length);
  if (bytes == null || length === 0) return offset;
  if (typeof bytes === 'string') into.write(bytes, offset, length, 'utf8');
  else bytes.copy(into, offset);
  return offset + length;
}

/**
 * One Kafka record (format v2: Length, Attributes, TimestampDelta, OffsetDelta, Key, Value, Headers; numbers as zigzag
 * varints) in one buffer of its exact size. test/kafka/record-encoding.test.ts holds the bytes against kafkajs' own.
 * @returns undefined for what is left to kafkajs: headers with several values, times that go back
 */
export function encodeRecord(record: RecordToEncode): EncodedRecord | undefined {
  const { offsetDelta = 0, timestampDelta = 0, key, value, headers = {} } = record;
  if (!Number.isInteger(timestampDelta) || timestampDelta < 0 || timestampDelta > 0x3fffffff) return undefined;

  const names = Object.keys(headers);
  const values: Bytes[] = [];
  const lengths: number[] = [];
  let size = 1 + sizeOfVarint(zigZag(timestampDelta)) + sizeOfVarint(zigZag(offsetDelta));
  for (const bytes of [key, value]) size += sizeOfBytes(lengthOf(bytes));
  size += sizeOfVarint(zigZag(names.length));
  for (const name of names) {
    const header = headers[name];
    if (Array.isArray(header)) return undefined;
    const length = lengthOf(header);
    values.push(header);
    lengths.push(length);
    size += sizeOfBytes(Buffer.byteLength(name)) + sizeOfBytes(length);
  }

  const buffer = Buffer.allocUnsafe(sizeOfVarint(zigZag(size)) + size);
  let at = putVarint(buffer, 0, size);
  buffer[at++] = 0; // attributes: none are in use
  at = putVarint(buffer, at, timestampDelta);
  at = putVarint(buffer, at, offsetDelta);
  at = putBytes(buffer, at, key, lengthOf(key));
  at = putBytes(buffer, at, value, lengthOf(value));
  at = putVarint(buffer, at, names.length);
  for (const [index, name] of names.entries()) {
    at = putBytes(buffer, at, name, Buffer.byteLength(name));
    at = putBytes(buffer, at, values[index], lengths[index] ?? -1);
  }
  return { buf: buffer, buffer, offset: at };
}

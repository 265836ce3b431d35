import type { HeaderValue, OutgoingMessage } from './message';

const bytesOf = (part: string | Buffer | null): number =>
  part === null ? 0 : typeof part === 'string' ? Buffer.byteLength(part) : part.length;

const headerBytes = (value: HeaderValue): number =>
  typeof value === 'string' || Buffer.isBuffer(value)
    ? bytesOf(value)
    : value.reduce((sum, one) => sum + bytesOf(one), 0);

/** About what a message takes up in a request; a little more rather than less. Headers can outweigh the value. */
export function sizeOf({ key, value, headers }: OutgoingMessage): number {
  let bytes = 24 + bytesOf(key) + bytesOf(value);
  for (const name in headers) bytes += 8 + name.length + headerBytes(headers[name] ?? '');
  return bytes;
}

/**
 * Cuts messages, in order, into runs that fit one request. The broker refuses a record batch above its
 * max.message.bytes, and in the worst case all of a request go to one partition. A single message may be larger: whether
 * it is too large is the broker's to say.
 */
export function requests(
  messages: readonly OutgoingMessage[],
  { maxCount, maxBytes }: { maxCount: number; maxBytes: number },
): OutgoingMessage[][] {
  const runs: OutgoingMessage[][] = [];
  let run: OutgoingMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (run.length > 0 && (run.length >= maxCount || bytes + size > maxBytes)) {
      runs.push(run);
      run = [];
      bytes = 0;
    }
    run.push(message);
    bytes += size;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

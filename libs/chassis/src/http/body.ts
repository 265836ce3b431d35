import type { IncomingMessage } from 'node:http';
import { ClientGone } from './client-gone';
import { Problem } from './problem';

/** What a too large body may exceed the limit by and still be read to its end, so that the sender gets to see the answer. */
const tolerated = 1024 * 1024;

/**
 * Reads a whole body, at most `limit` bytes of it. Own reader: body-parser, with its content types, encodings and streams,
 * costs a fifth of a small request.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0);
  // Whoever waits for 100-continue has not been told to send: the body does not come.
  if (declared > limit + tolerated || (declared > limit && request.headers.expect !== undefined)) {
    return Promise.reject(tooLarge(limit, true));
  }
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks = [];
        if (size > limit + tolerated) reject(tooLarge(limit, true));
      }
    });
    request.on('end', () => {
      if (size > limit) reject(tooLarge(limit, false));
      else resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size));
    });
    request.on('error', (cause) => reject(new ClientGone(cause)));
  });
}

/** With bytes still unread the connection cannot be used again. */
const tooLarge = (limit: number, unread: boolean) =>
  new Problem(413, 'body-too-large', `The body may have ${limit} bytes at most.`, {
    limit,
    ...(unread && { headers: { connection: 'close' } }),
  });

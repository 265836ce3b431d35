import { isUtf8 } from 'node:buffer';
import { InvalidEvent } from '../invalid-event';

/** The JSON in a message's value. Text that is not UTF-8 is refused: decoding would replace what is broken unseen. */
export function readData(value: Buffer | string | null | undefined, type: string): unknown {
  if (value == null || value.length === 0) throw unreadable(type, 'is empty');
  if (typeof value !== 'string' && !isUtf8(value)) throw unreadable(type, 'is not UTF-8');
  try {
    return JSON.parse(typeof value === 'string' ? value : value.toString('utf8'));
  } catch (cause) {
    throw unreadable(type, 'is not JSON', cause);
  }
}

function unreadable(type: string, detail: string, cause?: unknown): InvalidEvent {
  return new InvalidEvent(`${type} cannot be read`, [{ pointer: '/data', detail }], { cause });
}

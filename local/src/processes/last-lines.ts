import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { paintFor, readable } from '../logs/render';

const plain = paintFor({}, {});

/** The last lines, made readable, of a log file that may be large. */
export function lastLines(file: string, count: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const wanted = Math.min(size, 64 * 1024);
    const buffer = Buffer.alloc(wanted);
    readSync(descriptor, buffer, 0, wanted, size - wanted);
    const lines = buffer.toString('utf8').trimEnd().split('\n').slice(-count);
    return lines.map((line) => readable(line, plain)).join('\n');
  } finally {
    closeSync(descriptor);
  }
}

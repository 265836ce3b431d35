import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Takes what a process said, line by line, with the name of who said it. */
export type LogSink = (name: string, line: string) => void;

/** Hands every line that is added to the file from now on to the sink, until stopped; what is there by then is handed on. */
export function follow(file: string, onLine: (line: string) => void, everyMs = 100): { stop(): void } {
  const descriptor = openSync(file, 'a+');
  const buffer = Buffer.alloc(64 * 1024);
  let position = fstatSync(descriptor).size;
  let rest = Buffer.alloc(0);

  // Reading what is in the page cache takes microseconds: not worth a thread.
  const read = () => {
    for (;;) {
      const bytes = readSync(descriptor, buffer, 0, buffer.length, position);
      if (bytes === 0) return;
      position += bytes;
      rest = handOn(Buffer.concat([rest, buffer.subarray(0, bytes)]), onLine);
    }
  };
  const timer = setInterval(read, everyMs);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      read();
      if (rest.length > 0) onLine(rest.toString('utf8'));
      closeSync(descriptor);
    },
  };
}

/** Hands on the whole lines and gives what is left: bytes, because a character may be cut in two. */
function handOn(bytes: Buffer, onLine: (line: string) => void): Buffer<ArrayBuffer> {
  const end = bytes.lastIndexOf('\n');
  if (end < 0) return Buffer.from(bytes);
  for (const line of bytes.toString('utf8', 0, end).split('\n')) onLine(line);
  return Buffer.from(bytes.subarray(end + 1));
}

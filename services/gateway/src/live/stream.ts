import type { ServerResponse } from 'node:http';
import { isLast, type OrderNews } from './news';

/** What may wait for a listener that reads slowly, in bytes. One that is further behind is cut off, and may come back. */
const mostWaiting = 64 * 1024;

/** As an event of text/event-stream. Ids, types and times are ours; JSON.stringify leaves no line break in the data. */
const written = ({ id, type, ...news }: OrderNews): string =>
  `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify({ ...news, type })}\n\n`;

export interface EventStream {
  write(news: OrderNews): void;
  /** A comment, which clients ignore: it keeps proxies from closing what is quiet. */
  beat(): void;
  end(): void;
}

/** Writes each event once (not those that are known to the listener), ends after the last there can be, and cuts off who does not read. */
export function eventStream(response: ServerResponse, known: Iterable<string> = []): EventStream {
  const told = new Set(known);

  function send(text: string): void {
    if (response.destroyed || response.writableEnded) return;
    response.write(text);
    if (response.writableLength > mostWaiting) response.destroy();
  }

  return {
    write(news) {
      if (told.has(news.id)) return;
      told.add(news.id);
      send(written(news));
      if (isLast(news)) this.end();
    },
    beat: () => send(': here\n\n'),
    end: () => response.end(),
  };
}

import { Gauge } from 'prom-client';
import { beforeEnd } from '../lifecycle/before-end';
import type { Part } from '../lifecycle/part';
import { logger } from './logger';
import { sparingly } from './sparingly';

const warn = sparingly(logger('metrics').warn);

/** Several scrapers, and several gauges of one scrape, share a reading that is no older than this, in milliseconds. */
const shared = 2_000;
/** A scrape waits no longer for a reading, in milliseconds: a database that is away must not take the other metrics along. */
const patience = 2_000;

export interface ReadGauge<R> {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  /** Nothing for what the reading does not know: absent, never a false 0. */
  values(reading: R): readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

/** A source that is read while this part runs. */
export interface Watch extends Part {
  start(): void;
  stop(): void;
}

/**
 * Gauges whose values are read (from a database, say) when they are scraped: what nobody scrapes costs nothing, and a query must
 * cost no more than index look-ups. What cannot be read is absent. Returns what makes a part of a source: it is read while the
 * part runs. Made once a process, where metrics are defined; with several sources the last one of a label set counts.
 */
export function readWhenScraped<R>(what: string, gauges: readonly ReadGauge<R>[]): (read: () => Promise<R>) => Watch {
  const sources = new Set<() => Promise<R>>();
  let latest: { readonly at: number; readonly readings: Promise<R[]> } | undefined;

  function readings(): Promise<R[]> {
    const now = performance.now();
    if (latest === undefined || now - latest.at > shared) latest = { at: now, readings: readAll() };
    return latest.readings;
  }

  async function readAll(): Promise<R[]> {
    const read: R[][] = await Promise.all([...sources].map((source) => orNothing(what, source)));
    return read.flat();
  }

  for (const { name, help, labelNames = [], values } of gauges) {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      async collect() {
        const known = await readings();
        this.reset(); // a gauge without labels begins at 0
        this.remove({});
        for (const { labels = {}, value } of known.flatMap((reading) => [...values(reading)])) this.set(labels, value);
      },
    });
  }

  return (read) => ({
    name: `metrics of ${what}`,
    start() {
      sources.add(read);
      latest = undefined;
    },
    stop() {
      sources.delete(read);
    },
  });
}

/** The reading, or none: a list, because a reading may be a list itself. */
async function orNothing<R>(what: string, read: () => Promise<R>): Promise<[R] | []> {
  try {
    const reading = await beforeEnd(Date.now() + patience, undefined, async () => [await read()] as [R]);
    if (reading !== undefined) return reading;
    warn(`${what} cannot be read for the metrics`, { error: new Error(`no answer within ${patience} ms`) });
  } catch (error) {
    warn(`${what} cannot be read for the metrics`, { error });
  }
  return [];
}

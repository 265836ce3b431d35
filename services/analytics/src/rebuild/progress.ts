import type { Place } from './places';

const number = (value: number | bigint) => value.toLocaleString('en');
const every = 1_000;

/** Says once a second how far the reading is, and in the end how it was. */
export function progress(places: readonly Place[], say: (line: string) => void) {
  const total = places.reduce((sum, { first, stop }) => sum + Number(stop - first), 0);
  const before = places.reduce((sum, { first, next }) => sum + Number(next - first), 0);
  const since = performance.now();
  let read = before;
  let unreadable = 0;

  const line = () => {
    const share = total === 0 ? 100 : Math.min(100, Math.floor((100 * read) / total));
    const perSecond = Math.round((read - before) / Math.max(0.001, (performance.now() - since) / 1_000));
    return `${number(Math.min(read, total))} of ${number(total)} events (${share} %), ${number(perSecond)}/s`;
  };
  const timer = setInterval(() => say(line()), every);

  return {
    add(records: number, notReadable: number): void {
      read += records;
      unreadable += notReadable;
    },
    end(): void {
      clearInterval(timer);
      say(line());
      if (unreadable > 0)
        say(`${number(unreadable)} could not be read and were left out; the service has set them aside, too`);
    },
  };
}

/** What every query asks within: one place where the system runs. */
const within = (where: string): string => `{namespace="$namespace"${where && `,${where}`}}`;

const grouped = (aggregation: string, by: string): string => (by === '' ? aggregation : `${aggregation} by (${by})`);

/** A counter as a rate of a second. */
export const perSecond = (counter: string, by: string, where = ''): string =>
  `${grouped('sum', by)} (rate(${counter}${within(where)}[$__rate_interval]))`;

/** What a counter gained, from one point of a line to the next. */
export const gained = (counter: string, by: string, where = ''): string =>
  `${grouped('sum', by)} (increase(${counter}${within(where)}[$__rate_interval]))`;

/**
 * The same of a counter of failures, which comes into being with the first of them: of one that is new within the window all
 * counts, also where its process has gone since.
 */
export const gainedFromNothing = (counter: string, by: string, window = '$__rate_interval'): string => {
  const series = `${counter}${within('')}`;
  const inAll = `max_over_time(${series}[${window}]) unless ${series} offset ${window}`;
  return `${grouped('sum', by)} ((${inAll}) or increase(${series}[${window}]))`;
};

/** What so large a share of the observations stays below; nothing where nothing was observed. */
export const quantile = (share: number, histogram: string, by: string, where = ''): string =>
  `histogram_quantile(${share}, ${perSecond(`${histogram}_bucket`, by === '' ? 'le' : `le, ${by}`, where)}) >= 0`;

export const sum = (gauge: string, by: string, where = ''): string =>
  `${grouped('sum', by)} (${gauge}${within(where)})`;

/** Also of what every replica tells alike. */
export const max = (gauge: string, by: string, where = ''): string =>
  `${grouped('max', by)} (${gauge}${within(where)})`;

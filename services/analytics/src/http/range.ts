import { Type } from '@sinclair/typebox';
import { Problem } from '@spillway/chassis';
import type { Range, Width } from '../projections/read';

const widths: Readonly<Record<Width, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** A day of minutes, two months of hours, four years of days. */
const maxBuckets = 1_500;
const usual = 60;

const moment = (description?: string) => Type.String({ format: 'date-time', ...(description && { description }) });
export const FromTo = {
  from: Type.Optional(moment(`Rounded down to a whole bucket; ${usual} buckets before \`to\` unless said`)),
  to: Type.Optional(moment('Rounded up to a whole bucket; now unless said')),
};
export const By = Type.Unsafe<Width>({
  type: 'string',
  enum: Object.keys(widths),
  description: 'Width of a bucket, UTC',
});
/** Of the answer: what was asked for, as it was rounded. */
export const AnsweredRange = { from: moment(), to: moment() };

interface Asked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The range that is asked for, in whole buckets. @throws Problem where there is none, or it is too long */
export function rangeOf({ from, to }: Asked, by: Width, limit = maxBuckets): Range {
  const width = widths[by];
  const end = Math.ceil(momentOf('to', to, Date.now()) / width) * width;
  const start = Math.floor(momentOf('from', from, end - Math.min(usual, limit) * width) / width) * width;
  if (start >= end) throw new Problem(400, 'INVALID_RANGE', '`from` must be before `to`.');
  if (end - start > limit * width)
    throw new Problem(400, 'RANGE_TOO_LONG', `At most ${limit} ${by}s can be asked for.`);
  return { from: new Date(start), to: new Date(end), by };
}

export const answeredRange = ({ from, to }: Range) => ({ from: from.toISOString(), to: to.toISOString() });

/** Every bucket of the range, whether anything is in it or not. */
export function bucketsOf({ from, to, by }: Range): Date[] {
  const count = (to.getTime() - from.getTime()) / widths[by];
  return Array.from({ length: count }, (_, index) => new Date(from.getTime() + index * widths[by]));
}

function momentOf(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const moment = Date.parse(text);
  // A leap second has the form of a moment and is none to Date.
  if (Number.isNaN(moment)) throw new Problem(400, 'INVALID_MOMENT', `${name} is no moment: ${text}`);
  return moment;
}

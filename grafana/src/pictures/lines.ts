import type { PanelData, Point, Series } from './panel-data';
import { type Box, colour, fitted, limitColours, px, rectangle, text, widthOf } from './svg';
import { inUnit } from './units';

const margin = { left: 58, right: 8, top: 4, axis: 16, legend: 15 };

/** Lines over time, with limits dashed and a legend below, as the panels are set up. */
export function linesIn(
  box: Box,
  { series, unit, limits }: PanelData,
  [start, end]: readonly [number, number],
): string {
  const shown = series.filter(({ points }) => points.length > 0);
  const rows = legendRows(shown, box.w - 8);
  const plot = {
    x: box.x + margin.left,
    y: box.y + margin.top,
    w: box.w - margin.left - margin.right,
    h: box.h - margin.top - margin.axis - rows.length * margin.legend,
  };
  const top = highest(shown, limits) || 1;
  const x = (time: number) => plot.x + ((time - start) / (end - start)) * plot.w;
  const y = (value: number) => plot.y + plot.h - (value / top) * plot.h;
  const across = (value: number, style: string) =>
    `<line x1="${px(plot.x)}" x2="${px(plot.x + plot.w)}" y1="${px(y(value))}" y2="${px(y(value))}" ${style}/>`;
  return [
    ...levels(top, unit).map(
      (level) =>
        across(level, 'stroke="#e6e7ea"') +
        text(plot.x - 6, y(level) + 4, inUnit(level, unit), { size: 10, anchor: 'end' }),
    ),
    ...minutes(end - start).map((second) =>
      text(x(start + second), plot.y + plot.h + 13, clock(second), { size: 10, anchor: 'middle' }),
    ),
    ...limits
      .filter(({ value }) => value <= top)
      .map(({ value, colour: name }) => across(value, `stroke="${limitColours[name]}" stroke-dasharray="6 5"`)),
    ...shown.map(({ legend, points }, index) => {
      const dashed = /may be/.test(legend) ? ' stroke-dasharray="8 6"' : '';
      return `<path d="${path(points, x, y)}" fill="none" stroke="${colour(index)}" stroke-width="1.4"${dashed}/>`;
    }),
    ...rows.flatMap((row, index) => {
      const at = plot.y + plot.h + margin.axis + (index + 1) * margin.legend - 3;
      return row.map(({ left, words, index: which }) => {
        const mark = rectangle({ x: box.x + 8 + left, y: at - 6, w: 10, h: 3 }, colour(which));
        return mark + text(box.x + 22 + left, at, words, { size: 10 });
      });
    }),
    ...(shown.length === 0 ? [text(plot.x + plot.w / 2, plot.y + plot.h / 2, 'none', { anchor: 'middle' })] : []),
  ].join('');
}

/** A limit far above the lines would make them flat: it is shown where it is near. */
function highest(series: readonly Series[], limits: PanelData['limits']): number {
  const top = Math.max(0, ...series.flatMap(({ points }) => points.map(([, value]) => value)));
  const near = limits.map(({ value }) => value).filter((value) => value <= top * 3);
  return Math.max(top, ...near) * 1.06;
}

/** A line breaks where nothing was known. */
function path(points: readonly Point[], x: (time: number) => number, y: (value: number) => number): string {
  const gap = 1.5 * Math.min(...points.slice(1).map(([time], index) => time - (points[index]?.[0] ?? time)));
  return points
    .map(([time, value], index) => {
      const before = points[index - 1]?.[0];
      const begins = before === undefined || time - before > gap;
      return `${begins ? 'M' : 'L'}${px(x(time))} ${px(y(value))}`;
    })
    .join('');
}

/** Round numbers, in the unit that they are written in. */
function levels(top: number, unit: string): number[] {
  const whole = wholeOf(top, unit);
  const power = whole * 10 ** Math.floor(Math.log10(top / whole / 3));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => top / each <= 4) ?? top;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}

function wholeOf(top: number, unit: string): number {
  if (unit === 's') return top > 120 ? 60 : 1;
  return /^B|^bytes/.test(unit) ? 1024 ** Math.floor(Math.log(top) / Math.log(1024)) : 1;
}

const minutes = (seconds: number): number[] =>
  Array.from({ length: Math.floor(seconds / 60) + 1 }, (_, index) => index * 60);
const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:00`;

interface Entry {
  readonly left: number;
  readonly words: string;
  readonly index: number;
}

/** At most three rows: what does not fit is counted. */
function legendRows(series: readonly Series[], width: number): Entry[][] {
  const rows: Entry[][] = [[]];
  let left = 0;
  for (const [index, { legend }] of series.entries()) {
    const words = fitted(legend, width - 20, 10);
    const needed = widthOf(words, 10) + 26;
    if (left + needed > width && left > 0) {
      if (rows.length === 3) {
        rows.at(-1)?.push({ left, words: `+${series.length - index}`, index });
        return rows;
      }
      rows.push([]);
      left = 0;
    }
    rows.at(-1)?.push({ left, words, index });
    left += needed;
  }
  return rows;
}

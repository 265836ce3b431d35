import type { PanelData } from './panel-data';
import { type Box, fitted, limitColours, rectangle, text } from './svg';
import { inUnit } from './units';

/** The colour that a value has among the limits; undefined where there are none. */
function judged(value: number, limits: PanelData['limits']): string | undefined {
  if (limits.length === 0) return undefined;
  const over = limits.filter((limit) => value >= limit.value).at(-1);
  return limitColours[over?.colour ?? 'green'];
}

const latest = ({ points }: PanelData['series'][number]): number => points.at(-1)?.[1] ?? Number.NaN;

/** A large number for each legend, side by side. */
export function numbersIn(box: Box, { series, unit, limits }: PanelData): string {
  if (series.length === 0) return text(box.x + box.w / 2, box.y + box.h / 2, 'none', { anchor: 'middle' });
  const width = box.w / series.length;
  return series
    .map((one, index) => {
      const value = latest(one);
      const fill = judged(value, limits);
      const at = { x: box.x + index * width + 2, y: box.y, w: width - 4, h: box.h - 4 };
      const words = inUnit(value, unit);
      const size = Math.min(30, (at.w - 8) / (words.length * 0.58));
      const middle = at.x + at.w / 2;
      return [
        fill === undefined ? '' : rectangle(at, fill, ' rx="3"'),
        text(middle, at.y + at.h / 2 + 2, words, {
          size,
          anchor: 'middle',
          bold: true,
          fill: fill ? '#fff' : '#24292e',
        }),
        text(middle, at.y + at.h / 2 + 22, fitted(one.legend, at.w - 6), {
          anchor: 'middle',
          fill: fill ? '#fff' : '#52545c',
        }),
      ].join('');
    })
    .join('');
}

/** A bar for each legend, the largest the longest. */
export function barsIn(box: Box, { series, unit, limits }: PanelData): string {
  if (series.length === 0) return text(box.x + box.w / 2, box.y + box.h / 2, 'none', { anchor: 'middle' });
  const top = Math.max(...series.map(latest), 0) || 1;
  const height = Math.min(30, box.h / series.length);
  const label = Math.min(200, box.w * 0.4);
  const room = box.w - label - 70;
  return series
    .map((one, index) => {
      const value = latest(one);
      const y = box.y + index * height;
      const bar = { x: box.x + label, y: y + 3, w: Math.max(1, (value / top) * room), h: height - 6 };
      return [
        text(box.x + label - 8, y + height / 2 + 4, fitted(one.legend, label - 10, 10), { size: 10, anchor: 'end' }),
        rectangle(bar, judged(value, limits) ?? '#3274d9', ' rx="2"'),
        text(bar.x + bar.w + 6, y + height / 2 + 4, inUnit(value, unit), { size: 10 }),
      ].join('');
    })
    .join('');
}

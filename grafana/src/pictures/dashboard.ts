import { linesIn } from './lines';
import { barsIn, numbersIn } from './now';
import type { PanelData } from './panel-data';
import { type Box, escaped, fitted, rectangle, text } from './svg';

/** A unit of Grafana's grid, in pixels. */
const cell = { width: 50, height: 30 };
const gap = 4;
const head = 26;

/** A dashboard as one picture: panels where Grafana has them, with what they show. */
export function drawn(
  title: string,
  panels: readonly PanelData[],
  range: readonly [start: number, end: number],
): string {
  const width = 24 * cell.width;
  const height = Math.max(...panels.map(({ at }) => at.y + at.h)) * cell.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Inter, Helvetica, Arial, sans-serif">`,
    `<title>${escaped(title)}</title>`,
    rectangle({ x: 0, y: 0, w: width, h: height }, '#f4f5f5'),
    ...panels.map((panel) => panelIn(boxOf(panel), panel, range)),
    '</svg>',
    '',
  ].join('\n');
}

const boxOf = ({ at }: PanelData): Box => ({
  x: at.x * cell.width + gap,
  y: at.y * cell.height + gap,
  w: at.w * cell.width - 2 * gap,
  h: at.h * cell.height - 2 * gap,
});

function panelIn(box: Box, panel: PanelData, range: readonly [number, number]): string {
  const inner = { x: box.x + 6, y: box.y + head, w: box.w - 12, h: box.h - head - 4 };
  return [
    rectangle(box, '#fff', ' stroke="#dcdde0" rx="3"'),
    text(box.x + 10, box.y + 18, fitted(panel.title, box.w - 20, 12), { size: 12, bold: true, fill: '#24292e' }),
    shown(inner, panel, range),
  ].join('');
}

function shown(inner: Box, panel: PanelData, range: readonly [number, number]): string {
  if (panel.kind === 'stat') return numbersIn(inner, panel);
  return panel.kind === 'bargauge' ? barsIn(inner, panel) : linesIn(inner, panel, range);
}

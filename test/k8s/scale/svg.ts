/** Just enough SVG for panels of lines over time, one below the other. */
export interface Series {
  name: string;
  colour: string;
  points: readonly (readonly [number, number])[];
  /** Drawn as steps: counts do not glide. */
  steps?: boolean;
  dashed?: boolean;
}

export interface Panel {
  title: string;
  series: readonly Series[];
  /** A level to hold the lines against. */
  target?: { value: number; name: string };
}

const size = { width: 900, panel: 190, left: 62, right: 16, top: 34, bottom: 26 };
const inner = { width: size.width - size.left - size.right, height: size.panel - size.top - size.bottom };

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A round number not below the value: 1, 2 or 5 times a power of ten. */
function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}

/** Levels for the axis: a handful of round numbers up to the maximum. */
function levels(maximum: number): number[] {
  const step = ceiling(maximum / 5);
  return Array.from({ length: Math.floor(maximum / step) + 1 }, (_, index) => index * step);
}

const text = (x: number, y: number, words: string, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(words)}</text>`;

function pathOf({ points, steps }: Series, x: (value: number) => number, y: (value: number) => number): string {
  const [first, ...rest] = points.map(([at, value]) => [x(at), y(value)] as const);
  if (!first) return '';
  const moves = rest.map(([px, py]) =>
    steps ? `H${px.toFixed(1)}V${py.toFixed(1)}` : `L${px.toFixed(1)},${py.toFixed(1)}`,
  );
  return `M${first[0].toFixed(1)},${first[1].toFixed(1)}${moves.join('')}`;
}

function drawPanel({ title, series, target }: Panel, index: number, seconds: number): string {
  const highest = Math.max(1, target?.value ?? 0, ...series.flatMap(({ points }) => points.map(([, value]) => value)));
  const maximum = highest * 1.05;
  const top = index * size.panel + size.top;
  const x = (value: number) => size.left + (value / seconds) * inner.width;
  const y = (value: number) => top + inner.height - (value / maximum) * inner.height;
  const grid = levels(maximum).map(
    (level) =>
      `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(level).toFixed(1)}" y2="${y(level).toFixed(1)}" class="grid"/>` +
      text(size.left - 6, y(level) + 4, level.toLocaleString('en'), 'text-anchor="end"'),
  );
  const times = levels(seconds).map((second) =>
    text(x(second), top + inner.height + 16, `${second} s`, 'text-anchor="middle"'),
  );
  const lines = series.map(
    (one) =>
      `<path d="${pathOf(one, x, y)}" stroke="${one.colour}" class="line"${one.dashed ? ' stroke-dasharray="5 4"' : ''}/>`,
  );
  let legendAt = size.left + title.length * 7.4 + 24;
  const legend = series.map(({ name, colour }) => {
    const at = legendAt;
    legendAt += name.length * 6.6 + 34;
    return `<line x1="${at}" x2="${at + 16}" y1="${top - 16}" y2="${top - 16}" stroke="${colour}" class="line"/>${text(at + 21, top - 12, name)}`;
  });
  const goal = target
    ? `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(target.value).toFixed(1)}" y2="${y(target.value).toFixed(1)}" class="target"/>` +
      text(size.width - size.right, y(target.value) - 4, target.name, 'text-anchor="end" class="goal"')
    : '';
  return [text(size.left, top - 12, title, 'class="title"'), ...legend, ...grid, goal, ...lines, ...times].join('\n');
}

export function svg(panels: readonly Panel[], seconds: number): string {
  const height = panels.length * size.panel + 6;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" font-family="system-ui, sans-serif" font-size="12">
<style>
  text { fill: #444 } .title { font-weight: 600; font-size: 13px; fill: #111 } .goal { fill: #b00020 }
  .grid { stroke: #e4e4e4 } .line { fill: none; stroke-width: 1.8 } .target { stroke: #b00020; stroke-dasharray: 3 3 }
</style>
<rect width="100%" height="100%" fill="#fff"/>
${panels.map((panel, index) => drawPanel(panel, index, seconds)).join('\n')}
</svg>
`;
}

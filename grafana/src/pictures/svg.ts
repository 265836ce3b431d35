/** Where something is drawn, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** One of the colours that lines take in turn. */
export const colour = (index: number): string => palette[index % palette.length] ?? '';
const palette = ['#3274d9', '#56a64b', '#ff780a', '#e02f44', '#8f3bb8', '#0a76a4', '#b5a006', '#7d6b5d', '#c15c9f'];

/** What Grafana means by the colours of its thresholds. */
export const limitColours: Readonly<Record<string, string>> = { green: '#37872d', orange: '#e0752d', red: '#c4162a' };

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A tenth of a pixel is as good as none. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

interface TextStyle {
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
}

export const text = (x: number, y: number, words: string, style: TextStyle = {}): string => {
  const { size = 11, fill = '#52545c', anchor = 'start', bold = false } = style;
  const weight = bold ? ' font-weight="600"' : '';
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${weight}>${escaped(words)}</text>`;
};

export const rectangle = ({ x, y, w, h }: Box, fill: string, more = ''): string =>
  `<rect x="${px(x)}" y="${px(y)}" width="${px(w)}" height="${px(h)}" fill="${fill}"${more}/>`;

/** About as long as the words will be: a picture has no way to ask. */
export const widthOf = (words: string, size = 11): number => words.length * size * 0.54;

/** The words, cut where they would leave the space. */
export function fitted(words: string, width: number, size = 11): string {
  const most = Math.floor(width / (size * 0.54));
  return words.length <= most ? words : `${words.slice(0, Math.max(1, most - 1))}…`;
}

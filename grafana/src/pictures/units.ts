/** A value as a person reads it, in the units that Grafana names so. */
export function inUnit(value: number, unit: string): string {
  if (unit === 's') return duration(value);
  if (unit === 'percentunit') return `${rounded(value * 100)} %`;
  if (unit === 'bytes') return scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB']);
  if (unit === 'Bps') return scaled(value, 1024, ['B/s', 'KiB/s', 'MiB/s']);
  const number = scaled(value, 1000, ['', 'k', 'M', 'G']).trim();
  return unit === 'short' ? number : `${number}${unit === 'reqps' ? ' req/s' : '/s'}`;
}

function duration(seconds: number): string {
  if (seconds === 0) return '0 s';
  if (Math.abs(seconds) < 0.001) return `${rounded(seconds * 1e6)} µs`;
  if (Math.abs(seconds) < 1) return `${rounded(seconds * 1_000)} ms`;
  return seconds < 120 ? `${rounded(seconds)} s` : `${rounded(seconds / 60)} min`;
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let left = value;
  let index = 0;
  while (Math.abs(left) >= base && index < units.length - 1) {
    left /= base;
    index++;
  }
  return `${rounded(left)} ${units[index]}`;
}

/** Three digits are enough for an eye. */
const rounded = (value: number): string => String(Number(value.toPrecision(3)));

import type { NumberOptions, UrlOptions } from './environment';

// Messages never repeat a value that could be a secret: only numbers, flags and choices are quoted.

export function parseNumber(text: string, { min, max }: NumberOptions, whole: boolean): number {
  const value = Number(text);
  if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
    throw new Error(`must be a ${whole ? 'whole ' : ''}number, not "${text}"`);
  }
  if (min !== undefined && value < min) throw new Error(`must be at least ${min}, not ${text}`);
  if (max !== undefined && value > max) throw new Error(`must be at most ${max}, not ${text}`);
  return value;
}

export function parseBool(text: string): boolean {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new Error(`must be true or false, not "${text}"`);
}

export function parseOneOf<V extends string>(text: string, values: readonly V[]): V {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new Error(`must be one of ${values.join(', ')}, not "${text}"`);
  return found;
}

export function parseUrl(text: string, { protocols }: UrlOptions): string {
  if (!URL.canParse(text)) throw new Error('must be a URL');
  const scheme = new URL(text).protocol.slice(0, -1);
  if (protocols && !protocols.includes(scheme)) {
    throw new Error(
      `must be a URL starting with ${protocols.map((known) => `${known}:`).join(' or ')}, not ${scheme}:`,
    );
  }
  return text;
}

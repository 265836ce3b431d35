import { inspect } from 'node:util';

/**
 * The same object, but printing or serialising it shows `shown` in place of what it holds.
 * For configs handed to code that needs plain strings; copies made by spreading are no longer covered.
 */
export function hiding<T extends object>(value: T, shown: Partial<Record<keyof T, string>>): T {
  const view = () => ({ ...value, ...shown });
  return Object.defineProperties(value, {
    toJSON: { value: view, enumerable: false },
    [inspect.custom]: { value: view, enumerable: false },
  });
}

/** A URL fit for print: its password, where it has one, and its query are hidden. */
export function printableUrl(url: string): string {
  if (!URL.canParse(url)) return '[secret]';
  const parsed = new URL(url);
  if (parsed.password) parsed.password = 'hidden';
  if (parsed.search) parsed.search = '?hidden';
  return parsed.href;
}

import { messageOf } from '../telemetry/error-shape';
import { ConfigError, type ConfigMistake } from './error';
import { parseBool, parseNumber, parseOneOf, parseUrl } from './parse';
import { Secret } from './secret';

export interface NumberOptions {
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface StringOptions {
  readonly default?: string;
  /** What the value must look like, with the words for when it does not. */
  readonly pattern?: { readonly matches: RegExp; readonly words: string };
}

export interface UrlOptions {
  readonly default?: string;
  /** Allowed schemes, without the colon. */
  readonly protocols?: readonly string[];
}

/**
 * Reads settings and collects every mistake instead of throwing at the first.
 * An empty variable counts as absent. A setting without a default is required.
 * After a mistake numbers are NaN (so comparisons between settings stay silent) and the rest is a harmless placeholder:
 * readEnvironment throws before anybody can use it.
 */
export interface Env {
  has(name: string): boolean;
  string(name: string, options?: StringOptions): string;
  int(name: string, options?: NumberOptions): number;
  number(name: string, options?: NumberOptions): number;
  bool(name: string, options?: { readonly default?: boolean }): boolean;
  oneOf<const V extends string>(name: string, values: readonly V[], options?: { readonly default?: V }): V;
  secret(name: string, options?: { readonly default?: string }): Secret;
  /** A URL as it stands; where it may hold a password use `secretUrl`, or `hiding` with `printableUrl`. */
  url(name: string, options?: UrlOptions): string;
  secretUrl(name: string, options?: UrlOptions): Secret;
  /** Comma separated, trimmed, without empty entries. */
  list(name: string, options?: { readonly default?: readonly string[] }): string[];
  /** Notes a mistake, also one between settings. Never put a secret's value into `why`. */
  fail(name: string, why: string): void;
  /** All names that are set, for checks against misspelling. */
  names(): readonly string[];
}

/** Runs `read` over the environment; throws a ConfigError with everything that is wrong, or returns the finished config. */
export function readEnvironment<T>(env: NodeJS.ProcessEnv, read: (from: Env) => T): T {
  const mistakes: ConfigMistake[] = [];
  let result: T;
  try {
    result = read(collecting(env, mistakes));
  } catch (error) {
    if (mistakes.length === 0) throw error;
    throw new ConfigError(mistakes);
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return result;
}

function collecting(env: NodeJS.ProcessEnv, mistakes: ConfigMistake[]): Env {
  const fail = (name: string, why: string) => {
    if (!mistakes.some((known) => known.name === name && known.why === why)) mistakes.push({ name, why });
  };
  const raw = (name: string) => env[name]?.trim() || undefined;

  /** The value through its parser, else the default, else a mistake and the placeholder. */
  function read<V>(name: string, fallback: V | undefined, placeholder: V, parse: (text: string) => V): V {
    const text = raw(name);
    if (text === undefined) {
      if (fallback !== undefined) return fallback;
      fail(name, 'is required and not set');
      return placeholder;
    }
    try {
      return parse(text);
    } catch (error) {
      fail(name, messageOf(error));
      return placeholder;
    }
  }

  const url = (name: string, options: UrlOptions = {}) =>
    read(name, options.default, 'http://invalid.invalid', (text) => parseUrl(text, options));

  return {
    has: (name) => raw(name) !== undefined,
    string: (name, options = {}) =>
      read(name, options.default, '', (text) => {
        if (options.pattern && !options.pattern.matches.test(text)) throw new Error(options.pattern.words);
        return text;
      }),
    int: (name, options = {}) => read(name, options.default, Number.NaN, (text) => parseNumber(text, options, true)),
    number: (name, options = {}) =>
      read(name, options.default, Number.NaN, (text) => parseNumber(text, options, false)),
    bool: (name, options = {}) => read(name, options.default, false, parseBool),
    oneOf<const V extends string>(name: string, values: readonly V[], options: { readonly default?: V } = {}): V {
      return read(name, options.default, values[0] as V, (text) => parseOneOf(text, values));
    },
    secret: (name, options = {}) =>
      read(
        name,
        options.default === undefined ? undefined : new Secret(options.default),
        new Secret(''),
        (text) => new Secret(text),
      ),
    url,
    secretUrl: (name, options) => new Secret(url(name, options)),
    list: (name, options = {}) =>
      read(name, options.default === undefined ? undefined : [...options.default], [], (text) => {
        const entries = text
          .split(',')
          .map((entry) => entry.trim())
          .filter((entry) => entry !== '');
        if (entries.length === 0) throw new Error('must name at least one entry');
        return entries;
      }),
    fail,
    names: () => Object.keys(env).filter((name) => raw(name) !== undefined),
  };
}

import { format } from 'winston';
import { messageOf } from './error-shape';
import { identity } from './identity';

type Format = ReturnType<typeof format.combine>;

const MESSAGE = Symbol.for('message');

/** One JSON object a line. Own code instead of winston's chain of timestamp, errors and json: one pass, a fixed order, and no field that can break it. */
export const jsonLines = (): Format =>
  format((info) => {
    const { level, message, component, ...fields } = info;
    const { service, version } = identity();
    const time = new Date().toISOString();
    info[MESSAGE] = safeStringify({ time, level, service, version, component, message, ...fields });
    return info;
  })();

/** A field nobody can serialise must not cost the line, let alone the process. */
function safeStringify(line: Record<string, unknown>): string {
  try {
    return JSON.stringify(line);
  } catch {
    return withoutTheUnserialisable(line);
  }
}

function withoutTheUnserialisable(line: Record<string, unknown>): string {
  try {
    return JSON.stringify(line, (_key, value) => (typeof value === 'bigint' ? value.toString() : value));
  } catch (error) {
    const { time, level, service, version, component, message } = line;
    const lost = messageOf(error);
    return JSON.stringify({ time, level, service, version, component, message: String(message), unserialisable: lost });
  }
}

const colour: Record<string, number> = { error: 31, warn: 33, info: 32, debug: 36 };
const paint = (code: number, text: string) => `\u001b[${code}m${text}\u001b[0m`;

/** For people in front of a terminal: time, level, component, message, then the fields; a stack on lines of its own. */
export const prettyLines = (): Format =>
  format((info) => {
    const { level, message, component, error, ...fields } = info;
    const time = new Date().toISOString().slice(11, 23);
    const head = `${paint(90, time)} ${paint(colour[level] ?? 37, level.padEnd(5))} ${paint(35, String(component))} ${message}`;
    const rest = Object.entries(fields).map(([name, value]) => paint(90, `${name}=`) + inline(value));
    info[MESSAGE] = [head, ...rest].join(' ') + (error === undefined ? '' : `\n${errorText(error)}`);
    return info;
  })();

const inline = (value: unknown) => (typeof value === 'string' ? value : safeStringify({ value }).slice(9, -1));

function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `  ${String(error)}`;
  const { code, stack, message, causes } = error as Record<string, unknown>;
  const causeLines = Array.isArray(causes) ? causes.map((cause) => `caused by ${cause.stack ?? cause.message}`) : [];
  return [...(code === undefined ? [] : [`[${code}]`]), stack ?? message, ...causeLines]
    .join('\n')
    .replace(/^/gm, '  ');
}

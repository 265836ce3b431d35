import type { LogSink } from './follow';

const codes = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, grey: 90 } as const;
export type Colour = keyof typeof codes;

/** Colours text where colours are wanted. */
export type Paint = (colour: Colour, text: string) => string;

/** Colours on a terminal, unless NO_COLOR is set; FORCE_COLOR wants them everywhere. */
export function paintFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const wanted = env.FORCE_COLOR ? true : stream.isTTY === true && !env.NO_COLOR;
  return (colour, text) => (wanted ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text);
}

const wheel = ['cyan', 'magenta', 'blue', 'green', 'yellow'] as const;
const levels: Record<string, Colour> = { error: 'red', warn: 'yellow', info: 'green', debug: 'grey' };

/** A sink that writes one readable line for each: who, when, how grave, what, and the fields. */
export function readableLog(write: (line: string) => void, paint: Paint, width = 14): LogSink {
  const colours = new Map<string, Colour>();
  return (name, line) => {
    if (line.trim() === '' || isRoutine(line)) return;
    const colour = colours.get(name) ?? wheel[colours.size % wheel.length] ?? 'cyan';
    colours.set(name, colour);
    write(`${paint(colour, name.padEnd(width))} ${readable(line, paint)}`);
  };
}

// Starts, checkpoints and warnings of Kafka's and PostgreSQL's own life: they are in the log files for who looks for them.
const isRoutine = (line: string) => / LOG: {2}|the database system is (starting|shutting)|^\[[^\]]+\] WARN /.test(line);

/** A line for people. The services write JSON; Kafka and PostgreSQL write as they please. */
export function readable(line: string, paint: Paint): string {
  const entry = parsed(line);
  if (!entry) return line;
  const { time, level, service, version, component, message, error, ...fields } = entry;
  const clock = typeof time === 'string' ? paint('grey', time.slice(11, 23)) : '';
  const grave = paint(levels[String(level)] ?? 'grey', String(level ?? '').padEnd(5));
  const rest = Object.entries(fields).map(([name, value]) => paint('grey', `${name}=`) + inline(value));
  const failure = error === undefined ? [] : [paint('red', inWords(error))];
  return [clock, grave, component, message, ...rest, ...failure]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

function parsed(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    // Half a line, or text that only begins like JSON: shown as it is.
    return undefined;
  }
}

/** A stack on lines of its own; it begins with name and message. */
function inWords(error: unknown): string {
  const { stack } = Object(error) as { stack?: unknown };
  return typeof stack === 'string' ? `\n${stack.replace(/^/gm, '  ')}` : inline(error);
}

const inline = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

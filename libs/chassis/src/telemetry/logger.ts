import { trace } from '@opentelemetry/api';
import { createLogger, transports, type Logger as Winston } from 'winston';
import { errorFields } from './error-fields';
import { isError } from './error-shape';
import { currentLogFields } from './log-context';
import { jsonLines, prettyLines } from './log-format';

/** What every module logs through: a message for people, fields for machines. */
export interface Logger {
  error(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  debug(message: string, fields?: Record<string, unknown>): void;
  /** For hot paths: whether debug lines are written at all, so that their fields need not be built. */
  readonly debugEnabled: boolean;
}

const levels = { error: 0, warn: 1, info: 2, debug: 3 } as const;
export type Level = keyof typeof levels;

let winston: Winston | undefined;
let threshold = -1;

// Made at the first use, so that importing a module never opens a stream and a main may still set the environment.
function output(): Winston {
  if (winston) return winston;
  const pretty = process.env.LOG_FORMAT ? process.env.LOG_FORMAT === 'pretty' : process.stdout.isTTY === true;
  const level = levelOf(process.env);
  threshold = level === 'silent' ? -1 : levels[level];
  winston = createLogger({
    levels,
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: pretty ? prettyLines() : jsonLines(),
    transports: [new transports.Console()],
  });
  return winston;
}

/** LOG_LEVEL, where it names a level; otherwise info, and nothing at all under jest. */
function levelOf({ LOG_LEVEL, JEST_WORKER_ID }: NodeJS.ProcessEnv): Level | 'silent' {
  if (LOG_LEVEL === 'silent') return 'silent';
  if (LOG_LEVEL !== undefined && LOG_LEVEL in levels) return LOG_LEVEL as Level;
  return JEST_WORKER_ID === undefined || LOG_LEVEL ? 'info' : 'silent';
}

/** The level of this process from now on. */
export function setLogLevel(level: Level): void {
  const out = output();
  threshold = levels[level];
  out.level = level;
  out.silent = false;
}

/** The level of this process at present. */
export function logLevel(): Level | 'silent' {
  const out = output();
  return threshold < 0 ? 'silent' : (out.level as Level);
}

/** A logger whose lines carry `component`. All loggers of a process share one output. */
export function logger(component: string): Logger {
  const at = (level: Level) => (message: string, given?: Record<string, unknown>) => {
    const out = output();
    if (levels[level] > threshold) return;
    const around = currentLogFields();
    const fields = around ? { ...around, ...given } : given;
    out.log({ level, message, component, ...traceIds(fields), ...plain(fields) });
  };
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    get debugEnabled() {
      output();
      return threshold >= levels.debug;
    },
  };
}

/** Errors among the fields are spelt out: JSON would show them as {}. */
function plain(fields: Record<string, unknown> | undefined): Record<string, unknown> {
  if (fields === undefined) return {};
  const { traceparent: _, ...rest } = fields;
  for (const [name, value] of Object.entries(rest)) if (isError(value)) rest[name] = errorFields(value);
  return rest;
}

/** From the field `traceparent` where it is given (hot paths activate no context), else from the active span. */
function traceIds(fields: Record<string, unknown> | undefined): { trace_id?: string; span_id?: string } {
  const given = fields?.traceparent;
  if (typeof given === 'string' && given.length >= 55)
    return { trace_id: given.slice(3, 35), span_id: given.slice(36, 52) };
  const active = trace.getActiveSpan()?.spanContext();
  return active ? { trace_id: active.traceId, span_id: active.spanId } : {};
}

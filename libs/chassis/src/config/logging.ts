import type { Env } from './environment';

export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const;
export const logFormats = ['json', 'pretty'] as const;

/** The logger reads these two itself, before any config is there; here they are only checked. */
export function checkLogging(from: Env): void {
  from.oneOf('LOG_LEVEL', logLevels, { default: 'info' });
  from.oneOf('LOG_FORMAT', logFormats, { default: 'json' });
}

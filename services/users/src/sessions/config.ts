import type { Env } from '@spillway/chassis';

export interface SessionConfig {
  /** Milliseconds that an access token is good for. What it says (the roles) can be as old. */
  readonly accessTokenMs: number;
  /** Milliseconds after which somebody has to log in again, however often tokens were refreshed. */
  readonly sessionMs: number;
  /** Milliseconds in which a refresh token that was just used gets its successor again; 0 turns that off. */
  readonly graceMs: number;
}

export const sessionConfig = (from: Env): SessionConfig => ({
  accessTokenMs: from.int('ACCESS_TOKEN_SECONDS', { default: 900, min: 10, max: 3_600 }) * 1_000,
  sessionMs: from.int('SESSION_DAYS', { default: 30, min: 1, max: 365 }) * 86_400_000,
  graceMs: from.int('REFRESH_GRACE_MS', { default: 10_000, min: 0, max: 60_000 }),
});

import type { Env } from './environment';

/** Durations in milliseconds. */
export interface RelayConfig {
  readonly pollMin: number;
  readonly pollMax: number;
  readonly batchSize: number;
  /** Starts paused: for measurements, and for moving a database without publishing from it. */
  readonly paused: boolean;
  /** How often a standby asks for leadership. */
  readonly leaderRetry: number;
  /** How long published events are kept; 0 keeps them for good, as the history. */
  readonly eventsRetention: number;
  /** How long the inbox remembers an event; must outlive any repeat, so keep it above the topics' retention. */
  readonly inboxRetention: number;
  readonly retentionInterval: number;
}

const hour = 3_600_000;

export function relayConfig(from: Env, _defaults: object = {}): RelayConfig {
  const pollMin = from.int('RELAY_POLL_MIN_MS', { default: 5, min: 1 });
  const pollMax = from.int('RELAY_POLL_MAX_MS', { default: 500, min: 1 });
  if (pollMin > pollMax) from.fail('RELAY_POLL_MIN_MS', 'must not be above RELAY_POLL_MAX_MS');
  return {
    pollMin,
    pollMax,
    batchSize: from.int('RELAY_BATCH_SIZE', { default: 1_000, min: 1, max: 10_000 }),
    paused: from.bool('RELAY_PAUSED', { default: false }),
    leaderRetry: from.int('RELAY_LEADER_RETRY_MS', { default: 500, min: 10 }),
    eventsRetention: from.number('RELAY_EVENTS_RETENTION_HOURS', { default: 0, min: 0 }) * hour,
    inboxRetention: from.number('INBOX_RETENTION_HOURS', { default: 24 * 35, min: 0 }) * hour,
    retentionInterval: from.int('RETENTION_INTERVAL_MS', { default: 60_000, min: 1_000 }),
  };
}

/** How to reach one database. Everything but the address has a default that suits a service. */
export interface DatabaseConfig {
  /** postgres://user:password@host:port/database */
  readonly url: string;
  /** Most connections of the pool. The relay and a migration take their own beside it. */
  readonly poolMax?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** How long a caller waits for a connection before it gets a transient error. */
  readonly connectionTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  /** A transaction that does nothing for this long is ended: it would hold back vacuum and the death of relay gaps. */
  readonly idleInTransactionTimeoutMs?: number;
}

export const databaseDefaults = {
  poolMax: 10,
  applicationName: 'spillway',
  connectionTimeoutMs: 5_000,
  statementTimeoutMs: 15_000,
  idleInTransactionTimeoutMs: 10_000,
} as const;

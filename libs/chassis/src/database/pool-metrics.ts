import type pg from 'pg';
import { Gauge } from 'prom-client';

// Names follow OpenTelemetry's conventions for database clients. Only pools that run are counted.
const pools = new Set<pg.Pool>();

const gauge = (name: string, help: string, value: (pool: pg.Pool) => number) =>
  new Gauge({
    name,
    help,
    collect() {
      this.set([...pools].reduce((sum, pool) => sum + value(pool), 0));
    },
  });

new Gauge({
  name: 'db_client_connections',
  help: 'Connections of the pool, by state: used or idle',
  labelNames: ['state'],
  collect() {
    const sum = (value: (pool: pg.Pool) => number) => [...pools].reduce((all, pool) => all + value(pool), 0);
    this.set(
      { state: 'idle' },
      sum(({ idleCount }) => idleCount),
    );
    this.set(
      { state: 'used' },
      sum(({ totalCount, idleCount }) => totalCount - idleCount),
    );
  },
});

gauge('db_client_connections_max', 'Connections the pool may have (DATABASE_POOL_MAX)', ({ options }) => options.max);
gauge(
  'db_client_connections_pending_requests',
  'Callers that wait for a connection of the pool',
  ({ waitingCount }) => waitingCount,
);

/** Counts the pool in the metrics, until the returned function is called. */
export function watchPool(pool: pg.Pool): () => void {
  pools.add(pool);
  return () => void pools.delete(pool);
}

/**
 * A pool's statements join the few rows they are given with tables by key. A prepared statement keeps its plan, and a plan
 * made while a table was small reads the whole table, and hashes it, each time, until the next ANALYZE: minutes in which a
 * new service gets slower with every order (measured: 10 million rows read for 20,000 orders, 0.4 ms of PostgreSQL an order).
 * Where there is no index, the planner scans as before; compiling (JIT) would then cost more than any of these statements, and
 * parallel workers take longer to start than these run, on cores that other requests want.
 * PGOPTIONS and `options` in the address of the database have the last word. Migrations and the relay are not concerned.
 */
export const byKey = [
  '-c enable_seqscan=off',
  '-c enable_hashjoin=off',
  '-c enable_mergejoin=off',
  '-c jit=off',
  '-c max_parallel_workers_per_gather=0',
  process.env.PGOPTIONS ?? '',
].join(' ');

import type { Database } from '@spillway/chassis';

/** Any number of our own; other services have other databases. */
const lock = 7_741_103;

export class RebuildRunning extends Error {
  readonly code = 'REBUILD_RUNNING';

  constructor() {
    super(
      'A rebuild of these projections is running. Wait for it, or end it and start it again: it goes on where it was.',
    );
    this.name = 'RebuildRunning';
  }
}

/** Does the work unless somebody else is at it. The lock ends with its connection, so a process that was killed holds none. */
export async function onlyOne<T>({ pool }: Database, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [lock]);
    if (!rows[0]?.mine) throw new RebuildRunning();
    return await work();
  } finally {
    client.release(true); // closes it, and so gives the lock back
  }
}

import { crc32 } from 'node:zlib';
import type pg from 'pg';
import type { DatabaseConfig } from '../../database/config';
import { connect } from '../../database/connection';
import { logger } from '../../telemetry/logger';

const log = logger('relay');

/** Any number: the first half of the lock's key says that it is a relay's, the second which one's. */
const lockClass = 774_109_643;
const heartbeatMs = 250;
/** A leader that has been silent for so long is stopped, stuck or gone. */
export const silentAfterMs = 1_000;

/** The channel on which standbys tell the leader that there is something to publish. */
export const wakeChannel = 'spillway_relay';

export interface Leadership {
  /** The lock is gone: another relay may lead already. */
  lost(): boolean;
  release(): Promise<void>;
}

export interface Standby {
  /** Asks once. Never waits inside the database: a waiting statement's snapshot would keep every gap alive. */
  ask(): Promise<Leadership | undefined>;
  close(): Promise<void>;
}

/**
 * The right to publish: a session's advisory lock on a connection of its own, which must reach PostgreSQL directly (not
 * through PgBouncer in transaction mode). It ends with the connection, so with the process; of a leader that is only
 * stopped or cut off the session stays, so a standby ends the session of a leader whose heartbeat has stopped.
 * Two leaders at once, for a moment, repeat events; they never skip any.
 */
export function standby(config: DatabaseConfig, relay: string, heard: { wake(): void; lost(): void }): Standby {
  const key = [lockClass, crc32(relay) & 0x7fffffff];
  let client: pg.Client | undefined;

  async function session(): Promise<pg.Client> {
    if (client) return client;
    const opened = await connect(config, 'relay', () => {
      if (client === opened) client = undefined;
      heard.lost();
    });
    client = opened;
    return opened;
  }

  async function close(): Promise<void> {
    const last = client;
    client = undefined;
    await last?.end();
  }

  async function lead(own: pg.Client): Promise<Leadership> {
    own.on('notification', ({ payload }) => {
      if (payload === relay) heard.wake();
    });
    await own.query(`LISTEN ${wakeChannel}`);
    const stopHeartbeat = heartbeat(own);
    return {
      lost: () => client !== own,
      async release() {
        await stopHeartbeat();
        await close();
      },
    };
  }

  return {
    async ask() {
      const own = await session();
      try {
        const { rows } = await own.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS got', key);
        if (rows[0]?.got) return await lead(own);
      } catch (error) {
        await close().catch(() => {}); // the next one begins with a new session, so without a lock
        throw error;
      }
      await endSilentLeader(own, key);
      return undefined;
    },
    close,
  };
}

/** Shows in pg_stat_activity that the leader lives. A failure is heard as the loss of the connection. */
function heartbeat(client: pg.Client): () => Promise<void> {
  let beating = true;
  let ring: () => void = () => {};
  const beats = (async () => {
    while (beating) {
      await client.query('SELECT 1');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, heartbeatMs);
        ring = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })().catch((error: unknown) => log.debug('heartbeat of the relay failed', { error }));
  return async () => {
    beating = false;
    ring();
    await beats;
  };
}

async function endSilentLeader(client: pg.Client, key: number[]): Promise<void> {
  try {
    const { rows } = await client.query<{ pid: number }>(
      `SELECT holder.pid, pg_terminate_backend(holder.pid)
         FROM pg_locks AS lock
         JOIN pg_stat_activity AS holder USING (pid)
        WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 2
          AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND lock.classid::bigint = $1 AND lock.objid::bigint = $2
          AND holder.state_change < clock_timestamp() - make_interval(secs => $3)`,
      [...key, silentAfterMs / 1_000],
    );
    for (const { pid } of rows) log.warn('ended the session of a relay that had gone silent', { pid });
  } catch (error) {
    log.warn('a relay that has gone silent cannot be ended by this role', { error });
  }
}

import pg from 'pg';
import type { RelayConfig } from '../../config';
import type { DatabaseConfig } from '../../database/config';
import { connectionOptions } from '../../database/connection';
import type { EventProducer } from '../../kafka/producer/message';
import { retryDelayMs } from '../../kafka/retry-delay';
import type { Part } from '../../lifecycle/part';
import { logger } from '../../telemetry/logger';
import { sparingly } from '../../telemetry/sparingly';
import { readBacklog } from './backlog';
import { advance } from './cursor';
import { eventLog } from './event-log';
import { type Leadership, standby } from './leader-lock';
import { backlogOf, isLeader } from './metrics';
import { pace } from './pace';
import { measured } from './publishing';
import { pump } from './pump';
import { retentionTimer } from './retention-timer';
import { waker } from './waker';

const log = logger('relay');
const warn = sparingly(log.warn, { by: ['relay'] });

/** Milliseconds of events that a crash may repeat. Recording after every page would be a statement for each. */
const recordEvery = 50;

export interface Relay extends Part {
  /** Says that events have been committed: they are published within milliseconds. Cheap; call it after every commit. */
  wake(): void;
  /** Publishes nothing from the end of the current page until resume(); stays leader. */
  pause(): void;
  resume(): void;
}

export interface RelayOptions {
  /** The relay has connections of its own: four at most. */
  readonly db: DatabaseConfig;
  readonly producer: EventProducer;
  readonly config: RelayConfig;
  /** Relays of one name and database share a cursor, and one of them leads. */
  readonly name?: string;
}

/**
 * Publishes the events of one database in commit order per subject, each at least once, none skipped.
 * Of all processes that run it one leads; when it goes another one takes over within two seconds.
 * Nothing ends it but stop(): what fails is logged, counted and tried again from the recorded position.
 */
export function relay({ db, producer, config, name = 'relay' }: RelayOptions): Relay {
  const pool = new pg.Pool({
    ...connectionOptions(db, 'relay'),
    max: 3,
    // What is lost with a crash of the server is a bit of position: events repeat.
    options: '-c synchronous_commit=off',
  });
  pool.on('error', (error) => log.debug('idle relay connection lost', { error }));
  pool.on('connect', (client) => client.on('error', (error) => log.debug('relay connection lost', { error })));

  const rhythm = pace({ min: config.pollMin, max: config.pollMax });
  const candidate = standby(db, name, { wake: rhythm.wake, lost: rhythm.wake });
  const tellLeader = waker(pool, name);
  let leadership: Leadership | undefined;
  let paused = config.paused;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let stopped: Promise<void> | undefined;
  const backlog = backlogOf(name, () => readBacklog(pool, name));

  async function run(): Promise<void> {
    for (let failures = 0; !stopping; ) {
      try {
        leadership = await candidate.ask();
        failures = 0;
      } catch (error) {
        warn('the relay cannot ask for leadership', { relay: name, error });
        failures++;
      }
      if (leadership) await leadUntilLost(leadership);
      else await rhythm.rest(failures > 0 ? retryDelayMs(failures) : config.leaderRetry);
    }
    await candidate.close();
  }

  async function leadUntilLost(mine: Leadership): Promise<void> {
    log.info('this relay leads', { relay: name });
    isLeader.set({ relay: name }, 1);
    const cleaning = retentionTimer(pool, config);
    try {
      await publishWhile(() => !stopping && !mine.lost());
    } finally {
      leadership = undefined;
      isLeader.set({ relay: name }, 0);
      await cleaning.stop();
      await mine.release().catch((error) => log.debug('the lock was gone already', { relay: name, error }));
      log.info('this relay leads no more', { relay: name, stopping });
    }
  }

  async function publishWhile(leading: () => boolean): Promise<void> {
    const { step, record } = pump({
      log: eventLog(pool, name),
      advance,
      publish: measured(name, producer),
      limit: config.batchSize,
      recordEvery,
    });
    const resting = async () => {
      await record();
      return { published: 0, full: false };
    };
    for (let failures = 0; leading(); ) {
      try {
        const { published, full } = paused ? await resting() : await step();
        failures = 0;
        if (!full) await rhythm.untilNext(published > 0);
      } catch (error) {
        failures++;
        warn('the relay could not publish and will go on from where it was', { relay: name, failures, error });
        await rhythm.rest(retryDelayMs(failures));
      }
    }
    // Another leader may have recorded more by now; else what is not recorded is published again, and no harm done.
    await record().catch((error) => log.debug('the last position was not recorded', { relay: name, error }));
  }

  async function stop(): Promise<void> {
    stopping = true;
    rhythm.stop();
    await running;
    tellLeader.stop();
    backlog.stop();
    await pool.end();
  }

  return {
    name: 'relay',
    start() {
      isLeader.set({ relay: name }, 0);
      backlog.start();
      running = run();
    },
    stop: () => (stopped ??= stop()),
    wake() {
      if (leadership) rhythm.wake();
      else tellLeader.wake();
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      rhythm.wake();
    },
  };
}

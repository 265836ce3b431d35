import { append, coalesce, type Database, logger, type Part, type Relay } from '@spillway/chassis';
import { sparingly } from '@spillway/chassis/telemetry';
import { outcomeEvent } from '../notifications/outcome';
import { markGone } from '../preferences/store';
import { attempt } from './attempt';
import type { WebhookConfig } from './config';
import { type Attempted, type Claimed, claimDue, settle } from './deliveries';
import type { Send } from './send';

const log = logger('webhooks');
const warn = sparingly(log.warn);

export interface WorkerOptions {
  db: Database;
  send: Send;
  config: WebhookConfig;
  relay?: Pick<Relay, 'wake'>;
}

/**
 * Makes the webhook calls that are due, as many at once as the settings say, about a quarter of them for one user at most.
 * Any number of workers may run on one database. Guarantee: a call is made outside any transaction; its result, and the
 * event that tells of it, are written in one, together with what else has ended meanwhile.
 */
export function webhookWorker({ db, send, config, relay }: WorkerOptions): Part {
  const underWay = new Map<Promise<void>, string>();
  const perUser = Math.ceil(config.concurrency / 4);
  let ended = 0;
  let stopping = false;
  let wake = (): void => {};
  let running: Promise<void> | undefined;

  // The lease outlives the longest attempt, so a delivery is taken over only when its worker has died.
  const leaseMs = config.timeoutMs * 2 + 30_000;
  const write = coalesce<Attempted, void>({ name: 'webhooks', writers: 1, write: (all) => record(db, all) });

  async function handle(claimed: Claimed): Promise<void> {
    try {
      await write(await attempt(claimed, send, config.schedule));
      relay?.wake();
    } catch (error) {
      log.error('the result of a webhook call was lost; it is made again', { notificationId: claimed.id, error });
    }
  }

  function busyUsers(): string[] {
    const calls = new Map<string, number>();
    for (const userId of underWay.values()) calls.set(userId, (calls.get(userId) ?? 0) + 1);
    return [...calls].filter(([, count]) => count >= perUser).map(([userId]) => userId);
  }

  /** Starts as many calls as there is room for; returns how many were due. */
  async function begin(): Promise<number> {
    const limit = config.concurrency - underWay.size;
    if (limit === 0) return 0;
    const room = { limit, perUser, busy: busyUsers(), leaseMs };
    const claimed = await claimDue(db, room);
    for (const one of claimed) {
      const call: Promise<void> = handle(one).finally(() => {
        underWay.delete(call);
        ended++;
        wake();
      });
      underWay.set(call, one.userId);
    }
    return claimed.length;
  }

  const nap = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, config.pollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** Looks again whenever a call has ended, as that makes room, and now and then for what has become due. */
  async function loop(): Promise<void> {
    while (!stopping) {
      const before = ended;
      const begun = await begin().catch((error: unknown) => {
        warn('webhook calls have to wait', { error });
        return 0;
      });
      if (begun === 0 && ended === before && !stopping) await nap();
    }
    await Promise.all(underWay.keys());
  }

  return {
    name: 'webhooks',
    start() {
      running = loop();
    },
    async stop() {
      stopping = true;
      wake();
      await running;
    },
  };
}

function record(db: Database, attempted: readonly Attempted[]): Promise<undefined[]> {
  return db.transaction(async (tx) => {
    const ended = await settle(tx, attempted);
    await markGone(tx, attempted.flatMap(goneReceiver));
    await append(tx, attempted.filter(({ claimed }) => ended.has(claimed.id)).map(outcomeOf));
    return attempted.map(() => undefined);
  });
}

const outcomeOf = ({ claimed: { id, event, kind }, reason }: Attempted) =>
  outcomeEvent({ id, event, kind, channel: 'webhook', reason });

const goneReceiver = ({ claimed: { userId, webhook }, reason }: Attempted) =>
  reason === 'http-410' && webhook !== undefined ? [{ userId, url: webhook.url }] : [];

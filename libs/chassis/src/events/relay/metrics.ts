import { Counter, Gauge, Histogram } from 'prom-client';
import { type ReadGauge, readWhenScraped, type Watch } from '../../telemetry/read-when-scraped';
import type { Backlog } from './backlog';

const labelNames = ['relay'] as const;

export const publishFailures = new Counter({
  name: 'outbox_publish_failures_total',
  help: 'Pages of events that could not be published and will be tried again',
  labelNames,
});

export const publishDuration = new Histogram({
  name: 'outbox_publish_duration_seconds',
  help: 'From handing a page of events to the broker until it was acknowledged',
  labelNames,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

export const isLeader = new Gauge({
  name: 'relay_leader',
  help: '1 where this process publishes the events of its database, 0 where it stands by',
  labelNames,
});

const ofBacklog = (name: string, help: string, value: (backlog: Backlog) => number): ReadGauge<RelayBacklog> => ({
  name,
  help,
  labelNames,
  values: ({ relay, backlog }) => (backlog ? [{ labels: { relay }, value: value(backlog) }] : []),
});

interface RelayBacklog {
  readonly relay: string;
  /** Nothing before the relay has recorded where it is. */
  readonly backlog: Backlog | undefined;
}

const watch = readWhenScraped<RelayBacklog>('the backlog of the relay', [
  ofBacklog('outbox_pending_messages', 'Committed events that are not yet published', ({ pending }) => pending),
  ofBacklog(
    'outbox_oldest_pending_age_seconds',
    'Age of the oldest committed event that is not yet published; 0 when there is none',
    ({ oldestAge }) => oldestAge,
  ),
  ofBacklog('relay_gaps', 'Ranges of ids whose transactions may still be running', ({ gaps }) => gaps),
  ofBacklog(
    'relay_oldest_gap_age_seconds',
    'How long the oldest gap has been open: a transaction has been running at least as long',
    ({ oldestGapAge }) => oldestGapAge,
  ),
]);

/** Told by leaders and standbys alike: a backlog shows most when no relay runs. */
export const backlogOf = (relay: string, read: () => Promise<Backlog | undefined>): Watch =>
  watch(async () => ({ relay, backlog: await read() }));

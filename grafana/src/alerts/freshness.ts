import { byTarget } from '../lateness';
import { upTo } from '../promql/fragments';
import type { Objective } from './burn-rate';

const by = 'namespace, group, topic';

function late(window: string): string {
  const inTime = byTarget().map(
    ([seconds, groups]) =>
      `sum by (${by}) (rate(event_delivery_latency_seconds_bucket{group=~"${groups}",${upTo(seconds)}}[${window}]))`,
  );
  return `1 - (\n${inTime.join('\nor\n')}\n) / sum by (${by}) (rate(event_delivery_latency_seconds_count[${window}]))`;
}

/** Of the events of every stage, 99 % are processed within what the owner of the group allows. */
export const freshness: Objective = {
  name: 'freshness',
  alert: 'EventsLate',
  by: by.split(', '),
  good: 0.99,
  bad: late,
  summary: '{{ $labels.group }} processes events of {{ $labels.topic }} too late',
  description: 'More events than 1 % wait longer for {{ $labels.group }} than its owner allows.',
};

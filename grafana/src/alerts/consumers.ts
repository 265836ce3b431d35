import { arrived, overTarget } from '../promql/fragments';
import type { Alert } from './rule';
import { minutes, type Timing } from './timing';

/** What can be wrong with a consumer group, as the broker and the group's own counters see it. */
export const consumers = (time: Timing): Alert[] => [
  {
    alert: 'ConsumerStalled',
    // The exporter says so only after a minute without progress (LAG_STALLED_AFTER_MS).
    expr: 'sum by (namespace, group, topic) (kafka_consumer_stalled) > 0',
    for: time(minutes(1)),
    severity: 'critical',
    summary: '{{ $labels.group }} stands still on {{ $labels.topic }}',
    description: '{{ $value }} partition(s) have work, and the offset does not move.',
  },
  {
    alert: 'ConsumerAbsent',
    expr: 'max by (namespace, group) (kafka_consumer_group_members) == 0',
    for: time(minutes(2)),
    severity: 'critical',
    summary: 'Nobody reads for {{ $labels.group }}',
    description: 'The group has no members: its topics fill up and nothing is processed.',
  },
  {
    alert: 'ConsumerLate',
    expr: overTarget('namespace, group'),
    for: time(minutes(5)),
    severity: 'warning',
    summary: '{{ $labels.group }} is {{ $value | humanizeDuration }} behind',
    description: 'Its oldest unprocessed message is older than its owner allows, for five minutes now.',
  },
  {
    alert: 'ConsumerLateAtMaxReplicas',
    expr: [
      '(',
      overTarget('namespace, group'),
      ')',
      'and on (namespace, group) label_replace(',
      '  kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler=~"keda-hpa-.+"}',
      '  >= on (namespace, horizontalpodautoscaler) kube_horizontalpodautoscaler_spec_max_replicas,',
      '  "group", "$1", "horizontalpodautoscaler", "keda-hpa-(.+)")',
    ].join('\n'),
    for: time(minutes(5)),
    severity: 'critical',
    summary: '{{ $labels.group }} is late and cannot be scaled out further',
    description: 'It runs at its maximum of replicas and is still {{ $value | humanizeDuration }} behind.',
  },
  {
    alert: 'ConsumerRewound',
    expr: `${arrived('kafka_consumer_rewinds_total', 'namespace, group, topic', time(minutes(10)))} > 0`,
    for: time(0),
    severity: 'warning',
    summary: 'The offset of {{ $labels.group }} on {{ $labels.topic }} has gone back',
    description:
      'Somebody replays, or committed offsets were lost. Events are processed again; the inbox keeps their effects single.',
  },
  {
    alert: 'DependencyDown',
    expr:
      'sum by (namespace, group, topic) (rate(message_retries_total{reason="transient"}[' +
      time(minutes(5)) +
      '])) > 0',
    for: time(minutes(2)),
    severity: 'critical',
    summary: '{{ $labels.group }} waits for something that does not answer',
    description:
      'Its database, its provider or its mail server fails; messages of {{ $labels.topic }} are tried again without end, and nothing is lost.',
  },
];

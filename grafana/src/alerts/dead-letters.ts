import { arrived } from '../promql/fragments';
import type { Alert } from './rule';
import { minutes, type Timing } from './timing';

/** Each is an order that somebody waits for. A few are a bug in one event, many are a bug in all. */
export const deadLetters = (time: Timing): Alert[] => {
  const window = time(minutes(10));
  const by = 'namespace, topic, group';
  return [
    {
      alert: 'DeadLettersArriving',
      expr: `${arrived('dlq_messages_total', `${by}, reason`, window)} > 0`,
      for: time(0),
      severity: 'warning',
      summary: '{{ $labels.group }} puts messages of {{ $labels.topic }} aside: {{ $labels.reason }}',
      description:
        '{{ $value | humanize }} message(s) within ten minutes. They wait in {{ $labels.topic }}-{{ $labels.group }}-dlq.',
    },
    {
      alert: 'DeadLettersMany',
      expr: [
        `(${arrived('dlq_messages_total', by, window)} > 10)`,
        `/ sum by (${by}) (increase(messaging_client_consumed_messages_total{outcome="processed"}[${window}])) > 0.05`,
      ].join('\n'),
      for: time(minutes(2)),
      severity: 'critical',
      summary: '{{ $labels.group }} cannot process {{ $value | humanizePercentage }} of {{ $labels.topic }}',
      description:
        'More than one message in twenty goes to the dead letters. A release of it, or of who writes the topic, is likely to blame.',
    },
  ];
};

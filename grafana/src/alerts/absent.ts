import { serviceNames } from '@spillway/local';
import type { Alert } from './rule';
import { minutes, type Timing } from './timing';

/** Who does not answer cannot say so itself. */
export const absent = (time: Timing): Alert[] => [
  {
    alert: 'LagExporterAbsent',
    expr: 'absent(up{job="lag"} == 1)',
    for: time(minutes(2)),
    severity: 'critical',
    labels: { job: 'lag' },
    summary: 'Nobody knows how late the groups are',
    description:
      'The exporter of lag does not answer: alerts on lateness are blind. No alert does not mean that nothing is late.',
  },
  {
    alert: 'LagUnknown',
    // A look at a broker that is away may take a minute to fail, so failures are not counted: what is not known is absent.
    expr: [
      'max by (namespace, group) (kafka_lag_read_failures_total)',
      'unless on (namespace, group) max by (namespace, group) (kafka_consumer_group_members)',
    ].join('\n'),
    for: time(minutes(2)),
    severity: 'warning',
    summary: 'How late {{ $labels.group }} is cannot be read',
    description: 'The broker refuses or does not answer the exporter of lag: the series of the group are absent.',
  },
  ...serviceNames
    .filter((name) => name !== 'lag')
    .map(
      (name): Alert => ({
        alert: 'ServiceAbsent',
        expr: `absent(up{job="${name}"} == 1)`,
        for: time(minutes(2)),
        severity: 'critical',
        // absent() takes no label out of a comparison.
        labels: { job: name },
        summary: 'No process of {{ $labels.job }} answers',
        description: 'Prometheus reaches none of them: the service is down, or is not scraped.',
      }),
    ),
];

import type { Alert } from './rule';
import { minutes, type Timing } from './timing';

/** Kafka as Strimzi's metrics reporter shows it, PostgreSQL as CloudNativePG does, volumes as the kubelet does. */
export const platform = (time: Timing): Alert[] => [
  {
    alert: 'KafkaPartitionsOffline',
    expr: 'sum by (namespace) (kafka_controller_kafkacontroller_offlinepartitionscount) > 0',
    for: time(minutes(1)),
    severity: 'critical',
    summary: '{{ $value }} partition(s) of Kafka have no leader',
    description: 'They can be neither written nor read.',
  },
  {
    alert: 'KafkaPartitionsUnwritable',
    expr: 'sum by (namespace) (kafka_cluster_partition_underminisr) > 0',
    for: time(minutes(1)),
    severity: 'critical',
    summary: '{{ $value }} partition(s) of Kafka have too few replicas to be written',
    description: 'Relays and producers wait; reading goes on.',
  },
  {
    alert: 'KafkaUnderReplicated',
    expr: 'sum by (namespace) (kafka_server_replicamanager_underreplicatedpartitions) > 0',
    for: time(minutes(5)),
    severity: 'warning',
    summary: '{{ $value }} partition(s) of Kafka lack a replica',
    description: 'A broker is away or slow. One more failure can stop writing.',
  },
  {
    alert: 'PostgresDown',
    expr: 'max by (namespace, cluster) (cnpg_collector_up) == 0',
    for: time(minutes(1)),
    severity: 'critical',
    summary: 'PostgreSQL ({{ $labels.cluster }}) is down',
    description: 'No instance answers: orders are refused, consumers wait.',
  },
  {
    alert: 'PostgresConnectionsHigh',
    expr: [
      'sum by (namespace, pod) (cnpg_backends_total)',
      '/',
      'max by (namespace, pod) (cnpg_pg_settings_setting{name="max_connections"}) > 0.8',
    ].join('\n'),
    for: time(minutes(5)),
    severity: 'warning',
    summary: '{{ $labels.pod }} has {{ $value | humanizePercentage }} of its connections in use',
    description: 'At 100 % new processes cannot connect, and a scale-out makes it worse.',
  },
  {
    alert: 'PostgresVacuumBehind',
    // Autovacuum begins at 200 million by itself; at 2.1 thousand million PostgreSQL refuses to write.
    expr: 'max by (namespace, datname) (cnpg_pg_database_xid_age) > 300000000',
    for: time(minutes(30)),
    severity: 'warning',
    summary: 'Autovacuum does not keep up in {{ $labels.datname }}',
    description: 'Its oldest transaction is {{ $value | humanize }} transactions old.',
  },
  {
    alert: 'PostgresReplicaLate',
    expr: 'max by (namespace, pod) (cnpg_pg_replication_lag) > 30',
    for: time(minutes(5)),
    severity: 'warning',
    summary: '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind its primary',
    description: 'A failover to it would have to wait, or lose what was not yet copied.',
  },
  {
    alert: 'VolumeFilling',
    expr: [
      'kubelet_volume_stats_available_bytes{persistentvolumeclaim=~"data-.+|postgres-.+"}',
      '/',
      'kubelet_volume_stats_capacity_bytes{persistentvolumeclaim=~"data-.+|postgres-.+"} < 0.15',
    ].join('\n'),
    for: time(minutes(10)),
    severity: 'warning',
    summary: 'The volume {{ $labels.persistentvolumeclaim }} is nearly full',
    description: '{{ $value | humanizePercentage }} are left. A broker or a database with a full disk stops.',
  },
];

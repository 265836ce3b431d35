import type { Page } from './dashboard';
import { lines, numbers } from './panels';
import { gained, max, perSecond, sum } from './query';
import { place } from './variables';

const volumes = 'persistentvolumeclaim=~"data-.+|postgres-.+"';

/** Kafka as Strimzi's metrics reporter shows it, PostgreSQL as CloudNativePG does. */
export const platform: Page = {
  name: 'platform',
  title: 'Kafka and PostgreSQL',
  description: 'Does what the services stand on hold? Empty where neither Strimzi nor CloudNativePG runs them.',
  variables: place,
  rows: [
    [
      numbers({
        title: 'Partitions of Kafka in trouble',
        description:
          'Without a leader: neither written nor read. Too few replicas: not written. Lacking a replica: one more failure can stop writing.',
        unit: 'short',
        width: 12,
        queries: {
          'without a leader': sum('kafka_controller_kafkacontroller_offlinepartitionscount', ''),
          'too few replicas': sum('kafka_cluster_partition_underminisr', ''),
          'lacking a replica': sum('kafka_server_replicamanager_underreplicatedpartitions', ''),
        },
        limits: { critical: 1 },
      }),
      numbers({
        title: 'Brokers and databases that are up',
        description:
          'Brokers of Kafka that its controller counts, and instances of PostgreSQL that answer. Without one, orders are refused and consumers wait.',
        unit: 'short',
        width: 6,
        queries: {
          brokers: max('kafka_controller_kafkacontroller_activebrokercount', ''),
          '{{cluster}}': sum('cnpg_collector_up', 'cluster'),
        },
      }),
      numbers({
        title: 'Fullest volume',
        description: 'Of brokers and databases. A full one stops whoever writes to it.',
        unit: 'percentunit',
        width: 6,
        queries: {
          'in use': `1 - min (kubelet_volume_stats_available_bytes{namespace="$namespace",${volumes}} / kubelet_volume_stats_capacity_bytes{namespace="$namespace",${volumes}})`,
        },
        limits: { warning: 0.7, critical: 0.85 },
      }),
    ],
    [
      lines({
        title: 'Kafka: messages written',
        description: 'Messages a second by topic, as the brokers count them.',
        unit: 'cps',
        queries: {
          '{{topic}}': perSecond('kafka_server_brokertopicmetrics_messagesinpersec_total', 'topic', 'topic!=""'),
        },
      }),
      lines({
        title: 'Kafka: bytes',
        description: 'Written to the brokers, and read from them by all groups.',
        unit: 'Bps',
        queries: {
          in: perSecond('kafka_server_brokertopicmetrics_bytesinpersec_total', '', 'topic!=""'),
          out: perSecond('kafka_server_brokertopicmetrics_bytesoutpersec_total', '', 'topic!=""'),
        },
      }),
      lines({
        title: 'Kafka: network threads idle',
        description: 'Share of the time that the network threads of a broker have nothing to do. Near 0 it is full.',
        unit: 'percentunit',
        queries: { '{{pod}}': sum('kafka_network_socketserver_networkprocessoravgidlepercent', 'pod') },
      }),
    ],
    [
      lines({
        title: 'PostgreSQL: transactions',
        description: 'Committed a second, by database, and rolled back.',
        unit: 'cps',
        queries: {
          '{{datname}}': perSecond('cnpg_pg_stat_database_xact_commit', 'datname', 'datname!~"template.*|"'),
          'rolled back': perSecond('cnpg_pg_stat_database_xact_rollback', ''),
        },
      }),
      lines({
        title: 'PostgreSQL: connections',
        description:
          'Connections of each instance, and how many there may be (dashed). At the limit new processes cannot connect.',
        unit: 'short',
        queries: {
          '{{pod}}': sum('cnpg_backends_total', 'pod'),
          'there may be': `min (cnpg_pg_settings_setting{namespace="$namespace",name="max_connections"})`,
        },
      }),
      lines({
        title: 'PostgreSQL: waiting and deadlocked',
        description: 'Sessions that wait for a lock of others, and deadlocks that were broken up.',
        unit: 'short',
        queries: {
          waiting: sum('cnpg_backends_waiting_total', ''),
          deadlocks: gained('cnpg_pg_stat_database_deadlocks', ''),
        },
        limits: { warning: 10 },
      }),
    ],
    [
      lines({
        title: 'PostgreSQL: replicas behind',
        description: 'How far a replica is behind its primary. A failover to it would wait as long.',
        unit: 's',
        queries: { '{{pod}}': max('cnpg_pg_replication_lag', 'pod') },
        limits: { warning: 30 },
      }),
      lines({
        title: 'PostgreSQL: size',
        description:
          'Disk space of each database, and of the write-ahead log of each instance. A log that only grows is held by a slot or a failing archive.',
        unit: 'bytes',
        queries: {
          '{{datname}}': max('cnpg_pg_database_size_bytes', 'datname', 'datname!~"template.*"'),
          'log of {{pod}}': max('cnpg_collector_pg_wal', 'pod', 'value="size"'),
        },
      }),
      lines({
        title: 'PostgreSQL: oldest transaction',
        description:
          'Age in transactions. Autovacuum begins at 200 million; a line that goes on rising above it means that it does not keep up.',
        unit: 'short',
        queries: { '{{datname}}': max('cnpg_pg_database_xid_age', 'datname', 'datname!~"template.*"') },
        limits: { warning: 300_000_000 },
      }),
    ],
  ],
};

/** Metrics that dashboards and alerts ask for and no service of ours tells: whose they are, and their labels. */
export interface Foreign {
  readonly from: string;
  readonly labels: readonly string[];
}

const from = (source: string, metrics: Record<string, readonly string[]>): [string, Foreign][] =>
  Object.entries(metrics).map(([name, labels]) => [name, { from: source, labels }]);

/** Of Prometheus itself: there wherever it runs. */
export const prometheusOwn = new Map(from('Prometheus', { up: [], ALERTS: ['alertname', 'alertstate', 'severity'] }));

/** Of a cluster: the queries are empty where its parts do not run. */
export const ofCluster = new Map([
  ...from('kube-state-metrics', {
    kube_horizontalpodautoscaler_status_current_replicas: ['horizontalpodautoscaler'],
    kube_horizontalpodautoscaler_status_desired_replicas: ['horizontalpodautoscaler'],
    kube_horizontalpodautoscaler_spec_max_replicas: ['horizontalpodautoscaler'],
  }),
  ...from('the kubelet', {
    kubelet_volume_stats_available_bytes: ['persistentvolumeclaim'],
    kubelet_volume_stats_capacity_bytes: ['persistentvolumeclaim'],
  }),
  ...from("Strimzi's metrics reporter", {
    kafka_controller_kafkacontroller_activebrokercount: [],
    kafka_controller_kafkacontroller_offlinepartitionscount: [],
    kafka_cluster_partition_underminisr: ['topic', 'partition'],
    kafka_server_replicamanager_underreplicatedpartitions: [],
    kafka_server_brokertopicmetrics_messagesinpersec_total: ['topic'],
    kafka_server_brokertopicmetrics_bytesinpersec_total: ['topic'],
    kafka_server_brokertopicmetrics_bytesoutpersec_total: ['topic'],
    kafka_network_socketserver_networkprocessoravgidlepercent: [],
  }),
  ...from('CloudNativePG', {
    cnpg_collector_pg_wal: ['value'],
    cnpg_collector_up: ['cluster'],
    cnpg_backends_total: ['datname', 'usename', 'application_name', 'state'],
    cnpg_backends_waiting_total: [],
    cnpg_pg_settings_setting: ['name'],
    cnpg_pg_database_size_bytes: ['datname'],
    cnpg_pg_database_xid_age: ['datname'],
    cnpg_pg_replication_lag: [],
    cnpg_pg_stat_database_xact_commit: ['datname'],
    cnpg_pg_stat_database_xact_rollback: ['datname'],
    cnpg_pg_stat_database_deadlocks: ['datname'],
  }),
]);

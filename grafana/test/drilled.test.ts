import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ruleFiles } from '../src/alerts/files';
import { isAlert } from '../src/alerts/rule';

// Every alert has fired in a real Prometheus because something real was broken, or it is said here why it cannot.

const ofCluster =
  'what it asks for is told by exporters of a cluster (kube-state-metrics, Strimzi, CloudNativePG, kubelet)';
const notDrilled: Readonly<Record<string, string>> = {
  ConsumerLateAtMaxReplicas: ofCluster,
  KafkaPartitionsOffline: ofCluster,
  KafkaPartitionsUnwritable: ofCluster,
  KafkaUnderReplicated: ofCluster,
  PostgresDown: ofCluster,
  PostgresConnectionsHigh: ofCluster,
  PostgresVacuumBehind: ofCluster,
  PostgresReplicaLate: ofCluster,
  VolumeFilling: ofCluster,
};

const sources = globSync(['test/drills.test.ts', 'drills/*.test.ts'], { cwd: resolve(__dirname, '..') })
  .map((file) => readFileSync(join(__dirname, '..', file), 'utf8'))
  .join('\n');
const drilled = [...sources.matchAll(/\bfires\('(\w+)'/g)].map(([, alert = '']) => alert);
const alerts = Object.values(ruleFiles()).flatMap((groups) =>
  groups.flatMap(({ rules }) => rules.filter(isAlert).map(({ alert }) => alert)),
);

it('every alert has a drill, or a reason to have none', () => {
  expect([...new Set([...drilled, ...Object.keys(notDrilled)])].sort()).toEqual([...new Set(alerts)].sort());
});

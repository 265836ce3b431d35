import type { Page } from './dashboard';
import { allowed } from './late';
import { bars, lines, numbers } from './panels';
import { gained, max, perSecond, quantile, sum } from './query';
import { group, place, topic } from './variables';

const chosen = 'group=~"$group",topic=~"$topic"';
const ofGroup = 'group=~"$group"';
const scaler = (gauge: string) =>
  `max by (group) (label_replace(${gauge}{namespace="$namespace",horizontalpodautoscaler=~"keda-hpa-($group)"}, "group", "$1", "horizontalpodautoscaler", "keda-hpa-(.+)"))`;
const partitions = `count by (group) (kafka_consumer_lag_messages{namespace="$namespace",${chosen}})`;

export const lag: Page = {
  name: 'lag',
  title: 'Lag and throughput',
  description: 'Which group is late, on what, and does it catch up?',
  variables: [...place, group, topic],
  rows: [
    [
      lines({
        title: 'How late',
        description: 'Age of the oldest event that the group has not processed, and how old it may be (dashed).',
        unit: 's',
        queries: {
          '{{group}}: {{topic}}': max('kafka_consumer_oldest_unprocessed_age_seconds', 'group, topic', chosen),
          '{{group}} may be': allowed,
        },
      }),
      lines({
        title: 'Lag',
        description: 'Messages that the group has not settled, all partitions together, as the broker counts them.',
        unit: 'short',
        queries: { '{{group}}: {{topic}}': sum('kafka_consumer_lag_messages', 'group, topic', chosen) },
      }),
    ],
    [
      lines({
        title: 'In: written to the topic',
        description: 'Messages a second that relays have published and all replicas have acknowledged.',
        unit: 'cps',
        queries: {
          '{{topic}}': perSecond('messaging_client_sent_messages_total', 'topic', 'topic=~"$topic",outcome="sent"'),
        },
      }),
      lines({
        title: 'Out: processed by the group',
        description: 'Messages a second whose effects are durable, or which were put aside. Below In, the lag grows.',
        unit: 'cps',
        queries: {
          '{{group}}: {{topic}}': perSecond(
            'messaging_client_consumed_messages_total',
            'group, topic',
            `${chosen},outcome="processed"`,
          ),
        },
      }),
    ],
    [
      lines({
        title: 'Replicas',
        description: 'Members of the group, how many the autoscaler wants, and how many there may be at most (dashed).',
        unit: 'short',
        width: 12,
        queries: {
          '{{group}}': max('kafka_consumer_group_members', 'group', ofGroup),
          '{{group}}: wanted': scaler('kube_horizontalpodautoscaler_status_desired_replicas'),
          '{{group}}: there may be': scaler('kube_horizontalpodautoscaler_spec_max_replicas'),
        },
      }),
      numbers({
        title: 'Partitions of each member',
        description: 'On average. Below 1 some members have nothing to do; a group without members is left out.',
        unit: 'short',
        width: 6,
        queries: {
          '{{group}}': `${partitions} / on (group) (${max('kafka_consumer_group_members', 'group', ofGroup)} > 0)`,
        },
      }),
      numbers({
        title: 'Partitions that stand still',
        description:
          'They have work and their offset does not move. One that stands still alone is a message that cannot be worked.',
        unit: 'short',
        width: 6,
        queries: { '{{group}}': sum('kafka_consumer_stalled', 'group', chosen) },
        limits: { critical: 1 },
      }),
    ],
    [
      bars({
        title: 'Lag of each partition',
        description:
          'The twelve that are furthest behind. One far ahead of the others is a key that is hot, or a message that is stuck.',
        unit: 'short',
        width: 12,
        queries: {
          '{{group}}: {{topic}} {{partition}}': `topk(12, ${sum('kafka_consumer_lag_messages', 'group, topic, partition', chosen)})`,
        },
      }),
      lines({
        title: 'Rebalances',
        description:
          'Joins of the group by all its members. Each stops the group for a moment; many without a scaling or a release are a fault.',
        unit: 'short',
        width: 6,
        queries: { '{{group}}': gained('kafka_consumer_rebalances_total', 'group', ofGroup) },
      }),
      lines({
        title: 'A rebalance takes, p99',
        description: 'From leaving off to having partitions again, while there were rebalances.',
        unit: 's',
        width: 6,
        queries: { '{{group}}': quantile(0.99, 'kafka_consumer_rebalance_duration_seconds', 'group', ofGroup) },
      }),
    ],
  ],
};

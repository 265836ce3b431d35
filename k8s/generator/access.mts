import type { Group, Topology } from './contracts.mts';

/** Describe comes with Read and with Write: the authorizer implies it, so it is only named where it stands alone. */
export type Operation = 'Describe' | 'Read' | 'Write';

export interface Rule {
  readonly type: 'topic' | 'group';
  /** Always a whole name: no pattern, no wildcard. */
  readonly name: string;
  readonly operations: readonly Operation[];
}

/** The group with which dead letters are looked at and sent back (libs/chassis/src/kafka/admin/redrive.ts). */
const redriveGroup = (deadLetters: string) => `${deadLetters}-redrive`;

/**
 * A service writes what it owns, its dead-letter topics included, and reads what it subscribes to and its dead letters.
 * Nothing more is needed for an idempotent producer: Write on any topic also lets it ask for its producer id (KIP-679).
 * Sending a dead letter back is the operator's: it writes a topic that another service owns.
 */
export function serviceRules({ topics, groups }: Topology, service: string): Rule[] {
  const group = groups.find(({ name }) => name === service);
  const reads = new Set([...(group?.topics ?? []), ...(group?.deadLetters ?? [])]);
  const onTopics = topics.map(({ name, owner }) => {
    const operations: Operation[] = [
      ...(reads.has(name) ? ['Read' as const] : []),
      ...(owner === service ? ['Write' as const] : []),
    ];
    return { type: 'topic' as const, name, operations };
  });
  return [...onTopics.filter(({ operations }) => operations.length > 0), ...(group ? groupRules(group) : [])];
}

const groupRules = ({ name, deadLetters }: Group): Rule[] =>
  [name, ...deadLetters.map(redriveGroup)].map((group) => ({ type: 'group', name: group, operations: ['Read'] }));

/** KEDA compares the end of each partition with the group's offset: it reads no message and joins no group. */
export const scalerRules = ({ groups }: Topology): Rule[] => [
  ...subscribed(groups).map((name): Rule => ({ type: 'topic', name, operations: ['Describe'] })),
  ...groups.map(({ name }): Rule => ({ type: 'group', name, operations: ['Describe'] })),
];

/** The service lag compares the same, and reads the one record that a group stands before: its age is the lateness. It joins no group. */
export const latenessRules = ({ groups }: Topology): Rule[] => [
  ...subscribed(groups).map((name): Rule => ({ type: 'topic', name, operations: ['Read'] })),
  ...groups.map(({ name }): Rule => ({ type: 'group', name, operations: ['Describe'] })),
];

/**
 * People with the spillway CLI: lag, dead letters, redrive (reads the dead letters, writes the topic they came from) and
 * replay (joins the stopped group to move its offsets).
 */
export const operatorRules = ({ groups }: Topology): Rule[] => [
  ...subscribed(groups).map((name): Rule => ({ type: 'topic', name, operations: ['Read', 'Write'] })),
  ...groups
    .flatMap(({ deadLetters }) => deadLetters)
    .map((name): Rule => ({ type: 'topic', name, operations: ['Read'] })),
  ...groups.flatMap(groupRules),
];

const subscribed = (groups: readonly Group[]): string[] => [...new Set(groups.flatMap(({ topics }) => topics))];

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
 * A service writes the events that it owns and its dead letters; it reads what its groups read, its dead letters, and what it follows
 * without a group. Who asks
 * writes commands and reads its replies; who is asked the other way round. Nothing more is needed for an idempotent producer:
 * Write on any topic also lets it ask for its producer id (KIP-679). Sending a dead letter back is the operator's: it writes a
 * topic that another service owns.
 */
export function serviceRules(topology: Topology, service: string): Rule[] {
  const { topics, guests } = topology;
  const groups = [...topology.groups, ...topology.commandGroups].filter((group) => group.service === service);
  const consumed = new Set([
    ...groups.flatMap((group) => [...group.topics, ...group.deadLetters]),
    ...(topology.follows[service] ?? []),
  ]);
  const onTopics = topics.map(({ name, owner }) => {
    const isOwner = owner === service;
    const ofRequests = guests[name];
    const reads = consumed.has(name) || (isOwner && ofRequests !== undefined);
    const writes = ofRequests ? ofRequests.includes(service) : isOwner;
    const operations: Operation[] = [...(reads ? ['Read' as const] : []), ...(writes ? ['Write' as const] : [])];
    return { type: 'topic' as const, name, operations };
  });
  return [...onTopics.filter(({ operations }) => operations.length > 0), ...groups.flatMap(groupRules)];
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
export const operatorRules = ({ groups, commandGroups }: Topology): Rule[] => [
  ...subscribed(groups).map((name): Rule => ({ type: 'topic', name, operations: ['Read', 'Write'] })),
  ...[...groups, ...commandGroups]
    .flatMap(({ deadLetters }) => deadLetters)
    .map((name): Rule => ({ type: 'topic', name, operations: ['Read'] })),
  ...groups.flatMap(groupRules),
];

const subscribed = (groups: readonly Group[]): string[] => [...new Set(groups.flatMap(({ topics }) => topics))];

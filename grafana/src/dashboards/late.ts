import { byTarget } from '../lateness';
import { max } from './query';

const forEachTarget = (query: (seconds: number, groups: string) => string): string =>
  byTarget()
    .map(([seconds, groups]) => query(seconds, groups))
    .join('\nor\n');

const age = 'kafka_consumer_oldest_unprocessed_age_seconds';

/** How late each group is, of what its owner allows: 1 is just in time. */
export const againstTarget = forEachTarget(
  (seconds, groups) => `${max(age, 'group', `group=~"${groups}"`)} / ${seconds}`,
);

/** What the owner of each group allows, in seconds, as a line. */
export const allowed = forEachTarget(
  (seconds, groups) =>
    `${max('kafka_consumer_group_members', 'group', `group=~"$group",group=~"${groups}"`)} * 0 + ${seconds}`,
);

import { type Env, readEnvironment, statelessConfig } from '@spillway/chassis';
import { subscriptions } from '@spillway/contracts';
import { version } from '../package.json';

const service = { service: 'lag', version, port: 3004 };

/** Which group is held against which topics. */
export type Watched = ReadonlyMap<string, readonly string[]>;

export interface LagConfig {
  readonly watched: Watched;
  /** Milliseconds between two looks at the broker. */
  readonly interval: number;
  /** Milliseconds a group may stand still with work before it counts as stalled. */
  readonly stalledAfter: number;
}

const known: Watched = new Map(
  Object.entries(subscriptions).map(([group, topics]) => [group, topics.map(({ name }) => name)]),
);

/** LAG_GROUPS adds groups that libs/contracts does not know, as group=topic+topic: somebody else's readers of our topics. */
function watched(from: Env): Watched {
  const all = new Map(known);
  for (const entry of from.has('LAG_GROUPS') ? from.list('LAG_GROUPS') : []) {
    const [, group, topics] = /^([^=\s]+)=([^=\s]+)$/.exec(entry) ?? [];
    if (group && topics) all.set(group, topics.split('+'));
    else from.fail('LAG_GROUPS', `must be a list of group=topic+topic, "${entry}" is not`);
  }
  return all;
}

export const readConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => ({
    ...statelessConfig(from, service),
    lag: {
      watched: watched(from),
      interval: from.int('LAG_INTERVAL_MS', { default: 2_000, min: 50 }),
      stalledAfter: from.int('LAG_STALLED_AFTER_MS', { default: 60_000, min: 100 }),
    } satisfies LagConfig,
  }));

export type Config = ReturnType<typeof readConfig>;

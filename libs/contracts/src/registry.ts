import type { CommandType } from './command-type';
import * as commandTypes from './commands';
import type { EventType } from './event-type';
import * as events from './events';
import type { Topic } from './topic';
import { topics } from './topics';

const inOrder: readonly Topic[] = Object.values(topics);

/** Every type of event there is, by name, topic after topic. What is not in here passes `toEvent` unvalidated. */
export const registry: ReadonlyMap<string, EventType<string, unknown>> = new Map(
  Object.values<EventType<string, unknown>>(events)
    // Sorted, because compilers differ in the order in which a module lists its exports.
    .sort((a, b) => inOrder.indexOf(a.topic) - inOrder.indexOf(b.topic) || (a.type < b.type ? -1 : 1))
    .map((definition) => [definition.type, definition] as const),
);

/** Every command there is, by name. */
export const commands: ReadonlyMap<string, CommandType> = new Map(
  Object.values<CommandType>(commandTypes)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((definition) => [definition.name, definition] as const),
);

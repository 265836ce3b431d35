import type { Handler, Handlers } from '@spillway/chassis';
import { together } from '../projections/heard';
import { recordFacts } from '../projections/record';
import { slotsToWrite } from '../projections/versions';
import { factsOf, type Known, knownTypes } from './facts-of';

/** One handler for all: a batch becomes a handful of statements, whatever is in it. */
export const record: Handler<Known> = {
  anyOrder: true,
  async apply(events, tx) {
    const heard = together(events.map(([event]) => [event.data.orderId, factsOf(event)] as const));
    for (const slot of await slotsToWrite(tx)) await recordFacts(tx, slot, heard);
    return undefined;
  },
};

export const handlers: Handlers = Object.fromEntries(knownTypes.map((type) => [type, record]));

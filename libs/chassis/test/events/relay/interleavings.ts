import type { Move } from './play';

const begin: Move = { do: 'begin', early: false };
const beginEarly: Move = { do: 'begin', early: true };
const change = (transaction: number, aggregate: number): Move => ({ do: 'change', transaction, aggregate });
const commit = (transaction: number): Move => ({ do: 'commit', transaction });
const poll = (limit = 100): Move => ({ do: 'poll', limit, during: 0 });

/**
 * The orders of events in which a wrong relay loses or reorders something, one move after the other.
 * Transactions are counted among the open ones: after a commit the later ones move down by one.
 */
export const interleavings: Record<string, readonly Move[]> = {
  'A draws an id and stays open while B commits a higher one': [
    begin,
    begin,
    change(0, 1),
    change(1, 2),
    commit(1),
    poll(),
    poll(),
    poll(),
    commit(0),
    poll(),
  ],

  'B has an early transaction id, changes what A changed and committed, while C is between them': [
    beginEarly, // B
    beginEarly, // C
    begin, // A
    change(2, 1),
    commit(2),
    change(0, 1),
    commit(0),
    poll(),
    commit(0),
    poll(),
  ],

  'A is above the last completed transaction when its gap is found': [
    poll(), // the relay has a cursor already: making one would complete a later transaction
    beginEarly, // B
    begin, // A
    change(1, 1),
    change(0, 2),
    commit(0),
    poll(),
    poll(),
    poll(),
    commit(0),
    poll(),
  ],

  'a page ends in the middle of a gap whose transaction has committed': [
    begin,
    begin,
    change(0, 1),
    change(0, 2),
    change(0, 3),
    change(1, 4),
    commit(1),
    poll(2),
    poll(2),
    commit(0),
    poll(2),
    poll(2),
    poll(2),
  ],

  'a relay runs for the first time while the lowest id is not committed': [
    begin,
    begin,
    change(0, 1),
    change(1, 2),
    commit(1),
    poll(),
    commit(0),
    poll(),
  ],
};

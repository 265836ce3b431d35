import fc from 'fast-check';
import { addsNothing, type Facts, merge, nothing, steps } from '../../src/domain/facts';
import { createdAt, firstIdAt } from '../../src/domain/order-time';
import { factsOf, isKnown } from '../../src/events/facts-of';
import { eventsOf, life, orderIdAt } from '../support/lives';

/** Facts of events of one and the same order. */
const ofOneOrder: fc.Arbitrary<Facts[]> = life.map((one) => eventsOf(one).filter(isKnown).map(factsOf));

describe('what is known of an order', () => {
  it('grows the same way in any order, and a repeat adds nothing', () => {
    fc.assert(
      fc.property(ofOneOrder, fc.infiniteStream(fc.nat()), (facts, chance) => {
        const shuffled = facts
          .map((fact) => ({ fact, at: Number(chance.next().value) }))
          .sort((a, b) => a.at - b.at)
          .map(({ fact }) => fact);
        const all = facts.reduce(merge, nothing);
        expect(shuffled.reduce(merge, nothing)).toEqual(all);
        for (const fact of facts) {
          expect(addsNothing(all, fact)).toBe(true);
          expect(merge(all, fact)).toEqual(all);
        }
      }),
    );
  });

  it('keeps the earliest moment of each step', () => {
    for (const step of steps) {
      expect(merge({ after: { [step]: 5 } }, { after: { [step]: 3 } })).toEqual({ after: { [step]: 3 } });
      expect(addsNothing({ after: { [step]: 5 } }, { after: { [step]: 3 } })).toBe(false);
      expect(addsNothing({ after: { [step]: 3 } }, { after: { [step]: 5 } })).toBe(true);
    }
  });
});

describe("the moment of an order's creation", () => {
  it('is in its id', () => {
    const now = Date.parse('2026-03-01T12:34:56.789Z');
    expect(createdAt(orderIdAt(now))).toBe(now);
    expect(orderIdAt(now) >= firstIdAt(now) && orderIdAt(now) < firstIdAt(now + 1)).toBe(true);
  });

  it('is not guessed where the id is no UUIDv7', () => {
    expect(() => createdAt('7b1f8bd6-7a2c-4a57-9d3c-0d8b6f0e8f10')).toThrow('no UUIDv7');
    expect(() => createdAt('anything')).toThrow('no UUIDv7');
  });
});

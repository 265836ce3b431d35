import fc from 'fast-check';
import type { Move } from './play';

const small = fc.nat({ max: 4 });
const limit = fc.integer({ min: 1, max: 4 });

const writing: fc.Arbitrary<Move> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('begin' as const), early: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('change' as const), transaction: small, aggregate: small }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('commit' as const), transaction: small }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('abort' as const), transaction: small }) },
);

const polling = fc.record({ do: fc.constant('poll' as const), limit, during: small });

const crashing = fc.record({
  do: fc.constant('poll' as const),
  limit,
  during: small,
  crash: fc.constantFrom('published' as const, 'unpublished' as const),
});

/** Any course of events: up to five transactions over five aggregates, and polls among them. */
export function movesOf({ crashes }: { crashes: boolean }): fc.Arbitrary<Move[]> {
  const polls = crashes ? fc.oneof({ weight: 3, arbitrary: polling }, { weight: 1, arbitrary: crashing }) : polling;
  const move: fc.Arbitrary<Move> = fc.oneof({ weight: 3, arbitrary: writing }, { weight: 2, arbitrary: polls });
  return fc.array(move, { maxLength: 80, size: 'max' });
}

import fc from 'fast-check';
import { nextStart, outlived, type Scheduled, signer } from '../../src/keys/schedule';

const hour = 3_600_000;
const terms = { period: 24 * hour, lead: hour, trail: 2 * hour };

interface Key extends Scheduled {
  readonly publishedAt: number;
}

it('begins with a key that signs at once', () => {
  expect(nextStart([], 1_000, terms)).toBe(1_000);
});

it('signs with the first of its keys where its clock is behind', () => {
  expect(signer([{ signsFrom: 20 }, { signsFrom: 10 }], 5)).toEqual({ signsFrom: 10 });
});

// A service that looks now and then, and is away at times, as long as it may be.
const looks = fc.array(fc.integer({ min: 60_000, max: 40 * hour }), { minLength: 1, maxLength: 60 });

it('never signs with a key that was not published for the lead, and never takes one away whose tokens may live', () => {
  fc.assert(
    fc.property(looks, (gaps) => {
      let now = 0;
      let keys: Key[] = [];
      const lastUse = new Map<Key, number>();
      for (const gap of gaps) {
        const start = nextStart(keys, now, terms);
        if (start !== undefined) keys = [...keys, { signsFrom: start, publishedAt: now }];
        const gone = outlived(keys, now, terms);
        for (const key of gone) expect(now - (lastUse.get(key) ?? 0)).toBeGreaterThanOrEqual(terms.trail);
        keys = keys.filter((key) => !gone.includes(key));
        // Between two looks it signs with what it knows.
        for (const at of [now, now + gap - 1]) {
          const key = signer(keys, at);
          expect(key).toBeDefined();
          if (key === undefined) return;
          if (key.publishedAt > 0) expect(at - key.publishedAt).toBeGreaterThanOrEqual(terms.lead);
          lastUse.set(key, at);
        }
        now += gap;
      }
    }),
  );
});

import { fromCursor, toCursor } from '../../src/http/position';

const made = (sort: string, key: string) => Buffer.from(JSON.stringify([sort, key, 'prod-1'])).toString('base64url');

it.each([
  ['relevance', '0'],
  ['relevance', '0.06079271'],
  ['relevance', '1e-20'],
  ['newest', '2026-11-21T08:00:00.000Z'],
  ['price', '1250'],
  ['name', 'Enamel mug'],
] as const)('takes its own: %s %s', (sort, key) => {
  expect(fromCursor(sort, toCursor(sort, { key, id: 'prod-1' }))).toEqual({ key, id: 'prod-1' });
});

// Each of these PostgreSQL would refuse, or read as another than JavaScript does.
it.each([
  ['relevance', '1e39'],
  ['relevance', '1e-60'],
  ['relevance', '0b1'],
  ['relevance', '-1'],
  ['relevance', 'NaN'],
  ['relevance', ''],
  ['newest', '2025-02-30T00:00:00.000Z'],
  ['newest', '0000-01-01T00:00:00.000Z'],
  ['newest', '+012025-01-01T00:00:00.000Z'],
  ['newest', 'tomorrow'],
  ['price', '1.5'],
  ['name', 'a\0b'],
] as const)('refuses what it has not made: %s %j', (sort, key) => {
  expect(() => fromCursor(sort, made(sort, key))).toThrow(
    expect.objectContaining({ status: 400, code: 'INVALID_CURSOR' }),
  );
});

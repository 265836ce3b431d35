import { fromCursor, toCursor } from '@spillway/chassis';
import fc from 'fast-check';
import { createdAtOf, firstIdAt, newOrderId } from '../../src/domain/order-id';

it('carries the moment it was made', () => {
  const before = Date.now();
  const created = createdAtOf(newOrderId()).getTime();
  expect(created).toBeGreaterThanOrEqual(before);
  expect(created).toBeLessThanOrEqual(Date.now() + 1);
});

it('has ids of a moment between its bounds', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 2 ** 31 }).map((seconds) => new Date(seconds * 1_000 + 17)),
      (moment) => {
        const first = firstIdAt(moment);
        expect(createdAtOf(first)).toEqual(moment);
        expect(first < firstIdAt(new Date(moment.getTime() + 1))).toBe(true);
      },
    ),
  );
  expect(firstIdAt(new Date(-1))).toBe(firstIdAt(new Date(0)));
});

it('makes cursors that can be read again, and only those', () => {
  const id = newOrderId();
  expect(fromCursor(toCursor(id))).toBe(id);
  for (const wrong of [
    '',
    'x',
    '!!!!',
    `${toCursor(id)}=`,
    toCursor(id).slice(1),
    Buffer.alloc(17).toString('base64url'),
  ]) {
    expect(() => fromCursor(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_CURSOR', status: 400 }));
  }
});

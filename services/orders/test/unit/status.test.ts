import { canMove, isInFlight, requestable, statuses } from '../../src/domain/status';

it('lets a client ship what is confirmed, deliver what is shipped and cancel what is not shipped', () => {
  expect(Object.fromEntries(statuses.map((status) => [status, requestable(status)]))).toEqual({
    pending: ['cancelled'],
    confirmed: ['shipped', 'cancelled'],
    shipped: ['delivered'],
    delivered: [],
    cancelled: [],
  });
});

it('confirms only what is pending', () => {
  expect(statuses.filter((from) => canMove(from, 'confirmed'))).toEqual(['pending']);
});

it('has pending and confirmed orders in flight', () => {
  expect(statuses.filter(isInFlight)).toEqual(['pending', 'confirmed']);
});

it('never leads back to where it was', () => {
  const reachable = (from: (typeof statuses)[number]): string[] =>
    statuses.filter((to) => canMove(from, to)).flatMap((to) => [to, ...reachable(to)]);
  for (const status of statuses) expect(reachable(status)).not.toContain(status);
});

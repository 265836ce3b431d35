import { randomUUID } from 'node:crypto';
import { authorized, cancelled, declined } from '../../src/domain/begin';
import { onCancelled, onConfirmed, onCreated } from '../../src/domain/decisions';
import type { Payment } from '../../src/domain/payment';
import { statuses } from '../../src/domain/payment';
import { capture, next, refund, voidHold } from '../../src/domain/transitions';

const order = { orderId: randomUUID(), userId: 'user-1', total: { amount: 1999, currency: 'EUR' } };
const held = authorized(order, 'simulated', 'sim_1');

const inEveryStatus: Record<(typeof statuses)[number], Payment> = {
  authorized: held,
  captured: capture(held),
  voided: voidHold(held),
  refunded: refund(capture(held)),
  declined: declined(order, 'simulated', 'card_declined'),
  cancelled: cancelled(order),
};

it('keeps what was agreed and counts its changes', () => {
  expect(refund(capture(held))).toEqual({ ...held, status: 'refunded', version: 3 });
});

it.each([
  [undefined, 'authorize'],
  ['authorized', 'nothing'],
  ['captured', 'nothing'],
  ['voided', 'nothing'],
  ['refunded', 'nothing'],
  ['declined', 'nothing'],
  ['cancelled', 'let-go-of-stray-hold'],
] as const)('on OrderCreated with payment %s: %s', (status, expected) => {
  expect(onCreated(status && inEveryStatus[status]).do).toBe(expected);
});

it.each([
  [undefined, 'refuse'],
  ['authorized', 'capture'],
  ['captured', 'nothing'],
  ['voided', 'nothing'],
  ['refunded', 'nothing'],
  ['declined', 'refuse'],
  ['cancelled', 'nothing'],
] as const)('on OrderConfirmed with payment %s: %s', (status, expected) => {
  expect(onConfirmed(status && inEveryStatus[status]).do).toBe(expected);
});

it.each([
  [undefined, 'remember'],
  ['authorized', 'void'],
  ['captured', 'refund'],
  ['voided', 'nothing'],
  ['refunded', 'nothing'],
  ['declined', 'nothing'],
  ['cancelled', 'nothing'],
] as const)('on OrderCancelled with payment %s: %s', (status, expected) => {
  expect(onCancelled(status && inEveryStatus[status]).do).toBe(expected);
});

it('lets nothing follow what is final', () => {
  expect(statuses.filter((status) => next[status].length === 0)).toEqual([
    'voided',
    'refunded',
    'declined',
    'cancelled',
  ]);
});

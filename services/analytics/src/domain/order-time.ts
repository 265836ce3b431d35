import { Permanent } from '@spillway/chassis';

const uuidv7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * When an order was created, in milliseconds since 1970: its id is a UUIDv7 of that moment, and every event carries the id.
 * So an event needs no other to be counted in the right minute.
 * @throws Permanent when the id is none
 */
export function createdAt(orderId: string): number {
  const match = uuidv7.exec(orderId);
  if (match === null) throw new Permanent('order-id-without-time', `${orderId} is no UUIDv7`);
  return Number.parseInt(`${match[1]}${match[2]}`, 16);
}

/** The lowest id that can be made at a moment. */
export function firstIdAt(milliseconds: number): string {
  const digits = Math.max(0, milliseconds).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

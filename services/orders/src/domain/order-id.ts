import { newId } from '@spillway/contracts';

/** A new order's id: a UUIDv7, so ids sort by the time of creation. */
export const newOrderId = (): string => newId();

/** The moment an id was made. Creation time and id are one, so a range of time is a range of ids. */
export const createdAtOf = (id: string): Date => new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));

/** The lowest id that can be made at a moment. */
export function firstIdAt(moment: Date): string {
  const digits = Math.max(0, moment.getTime()).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

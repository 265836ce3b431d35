import type { Money } from '@spillway/contracts';
import type { Status } from './status';

export interface Item {
  readonly productId: string;
  readonly name?: string;
  /** In minor units of the order's currency. */
  readonly unitPrice: number;
  readonly quantity: number;
}

/** What a client asks for, in the one form everything behind the HTTP edge knows. */
export interface NewOrder {
  readonly userId: string;
  readonly items: readonly Item[];
  readonly total: Money;
}

/** What decisions about an order need to know of it. */
export interface Order {
  readonly id: string;
  readonly userId: string;
  readonly total: Money;
  readonly status: Status;
  readonly version: number;
  /** What the steps of its saga have answered, by their names. */
  readonly steps: Readonly<Record<string, StepAnswer>>;
}

/** The first answer of a step, with the data of the event that brought it. */
export interface StepAnswer {
  readonly answer: 'done' | 'failed';
  readonly data: unknown;
}

/** An order as it is shown. */
export interface OrderDetails extends Omit<Order, 'steps'> {
  readonly items: readonly Item[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

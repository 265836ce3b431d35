import { Problem } from '@spillway/chassis';

export const orderNotFound = (id: string) => new Problem(404, 'ORDER_NOT_FOUND', `There is no order ${id}.`);

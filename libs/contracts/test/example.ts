import { join } from 'node:path';
import { OrderCreated } from '../src';
import { readStored } from '../src/compatibility/stored';

export const folder = join(__dirname, '../examples');
const { examples } = readStored(folder);

/** The stored example of a type's version. */
export function example<D>(version: string): D {
  return structuredClone(examples.get(version)) as D;
}

/** A valid OrderCreated. */
export function orderCreated(): OrderCreated {
  const data = example<OrderCreated['data']>('OrderCreated/1');
  return OrderCreated.create({ subject: data.orderId, data });
}

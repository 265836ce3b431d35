import { Agent } from 'undici';
import { customers } from '../load/customers';
import { withoutLimits } from '../system/without-limits';
import { type Ask, askedFigures } from './asked';
import type { Figure } from './report';
import { withSystem } from './with-system';

const people = 50;

/** What the one public door costs: an order of a customer, which is two commands over Kafka, and what is only passed on. */
export async function gateway(): Promise<Figure[]> {
  return withSystem(['gateway', 'orders', 'products', 'users'], withoutLimits, async (system) => {
    const agent = new Agent({ connections: 32 });
    const door = customers(system.url('gateway'), people);
    let n = 0;
    const ask = async (origin: string, path: string, method: 'GET' | 'POST', wanted: number, more: object = {}) => {
      const { statusCode, body } = await agent.request({ origin, path, method, ...more });
      const text = await body.text();
      if (statusCode !== wanted) throw new Error(`${method} ${path} gave ${statusCode}: ${text}`);
    };
    const order: Ask = async () => {
      n++;
      const headers = { 'content-type': 'application/json', ...(await door.headers(n)) };
      await ask(system.url('gateway'), '/orders', 'POST', 201, { headers, body: door.body(n) });
    };
    const productAt = (service: 'gateway' | 'products') => () =>
      ask(system.url(service), '/products/prod-1', 'GET', 200);
    try {
      for (let person = 0; person < people; person++) await door.headers(person);
      return [
        ...(await askedFigures('a customer’s order at the gateway', order, {})),
        ...(await askedFigures('a product at the gateway', productAt('gateway'), {})),
        ...(await askedFigures('the same straight at products', productAt('products'), {})),
      ];
    } finally {
      await agent.close();
    }
  });
}

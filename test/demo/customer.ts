import { eventually, listen } from '@spillway/chassis/testing';
import type { System } from '@spillway/local';
import { shop } from '../system/customer';
import { check, type Step } from './story';

/** One customer at the public API, from nobody to a confirmed order; the order's id is told to who counts them. */
export const customerStep = (system: System, placed: (orderId: string) => void): Step => ({
  title: 'a customer at the gateway registers, logs in, searches, orders and watches it live',
  async run() {
    const gateway = system.url('gateway');
    const store = await shop(gateway);
    const ada = await store.customer('ada@example.com');
    const found = await ada.ask<{ products: { productId: string; name: string }[] }>('GET', '/products?q=enamle+mug');
    const [first] = found.body.products;
    check(first?.productId === 'prod-1', `"enamle mug" found ${first?.name ?? 'nothing'}`);

    const items = [{ productId: first?.productId ?? '', quantity: 2 }];
    const { status, body } = await ada.ask<{ orderId: string; totalAmount: number }>('POST', '/orders', { items });
    check(status === 201, `the order was answered ${status}: ${JSON.stringify(body)}`);
    placed(body.orderId);
    const live = await listen(`${gateway}/orders/${body.orderId}/events`, { authorization: `Bearer ${ada.token}` });
    await eventually(() => live.heard.some(({ event }) => event === 'OrderConfirmed'), { timeoutMs: 30_000 });
    live.leave();
    check(store.undescribed().length === 0, store.undescribed().join('\n'));
    const story = live.heard.map(({ event }) => event).join(', ');
    return `"enamle mug" is ${first?.name}, 2 for ${body.totalAmount} EUR; heard live: ${story}`;
  },
});

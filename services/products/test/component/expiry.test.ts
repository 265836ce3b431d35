import { eventually } from '@spillway/chassis/testing';
import { orderEvents } from '../support/order-events';
import { type Products, sell, startProducts, stockOf } from '../support/service';

let products: Products;
let other: { stop(): Promise<void> };
beforeAll(async () => {
  products = await startProducts({ RESERVATION_MS: '100' });
  other = await startProducts({ RESERVATION_MS: '100', DATABASE_URL: products.databaseUrl });
});
afterAll(async () => {
  await other?.stop();
  await products?.stop();
});

async function expired(count: number) {
  const id = await sell(products, {}, count);
  const orders = Array.from({ length: count }, () => orderEvents([{ productId: id, quantity: 1 }]));
  await products.publish(...orders.map((order) => order.created()));
  const isOver = async ({ orderId }: { orderId: string }) => (await products.toldOf(orderId)).includes('StockReleased');
  for (const order of orders) await eventually(() => isOver(order));
  return { id, orders };
}

it('gives back once what nobody came for, whatever comes after it, with two replicas at it', async () => {
  const { id, orders } = await expired(20);
  expect(await stockOf(products, id)).toEqual({ onHand: 20, reserved: 0 });
  const cancelled = orders.map((order) => order.cancelled());
  await products.publish(...cancelled);
  await products.processed(...cancelled);
  expect(await stockOf(products, id)).toEqual({ onHand: 20, reserved: 0 });
  for (const { orderId } of orders) expect(await products.toldOf(orderId)).toEqual(['StockReserved', 'StockReleased']);
});

it('lets a late confirmation have what is still there', async () => {
  const { id, orders } = await expired(2);
  const confirmed = orders.map((order) => order.confirmed());
  await products.publish(...confirmed);
  await products.processed(...confirmed);
  expect(await stockOf(products, id)).toEqual({ onHand: 0, reserved: 0 });
  for (const { orderId } of orders)
    expect(await products.toldOf(orderId)).toEqual(['StockReserved', 'StockReleased', 'StockCommitted']);
});

import { type KafkaClient, kafkaClient, type Part, type Requester, requester, responder } from '@spillway/chassis';
import { createTopics, testKafka, uniqueName } from '@spillway/chassis/testing';
import { limits, QuoteProducts } from '@spillway/contracts';
import { quoteProducts } from '../../src/commands/quote';
import { mug, type Products, sell, startProducts } from '../support/service';

const fail = (error: Error) => {
  throw error;
};

// Topics of this file alone: what is asked here is nobody else's to answer.
const command = { ...QuoteProducts, topic: uniqueName('product-commands') };
const replyTopic = uniqueName('replies');
let products: Products;
let ask: Requester;
const parts: Part[] = [];

beforeAll(async () => {
  products = await startProducts();
  const group = uniqueName('products-commands');
  await createTopics([command.topic, replyTopic], { partitions: 1 });
  await createTopics([`${command.topic}-${group}-dlq`], { partitions: 1 });
  const kafka: KafkaClient = kafkaClient(testKafka());
  const answers = [{ ...quoteProducts(products.db), command }];
  ask = requester({ kafka, replyTopic });
  parts.push(kafka, responder({ kafka, group, answers, replyTopics: [replyTopic] }), ask);
  for (const part of parts) await part.start?.(fail);
});
afterAll(async () => {
  for (const part of parts.toReversed()) await part.stop?.();
  await products?.stop();
});

const quote = (...wanted: readonly [productId: string, quantity: number][]) =>
  ask.send(command, { items: wanted.map(([productId, quantity]) => ({ productId, quantity })) });

const refused = (pointer: string, detail: RegExp) => ({
  status: 422,
  code: 'UNACCEPTABLE',
  errors: [{ pointer, detail: expect.stringMatching(detail) }],
});

it('has names and prices from the catalogue, in minor units and in the order asked for', async () => {
  const [cup, towel] = [await sell(products), await sell(products, { name: 'Towel', price: 19.99 })];
  expect(await quote([towel, 3], [cup, 1])).toEqual({
    items: [
      { productId: towel, name: 'Towel', unitPrice: 1999, quantity: 3 },
      { productId: cup, name: mug.name, unitPrice: 1250, quantity: 1 },
    ],
    total: { amount: 7247, currency: 'EUR' },
  });
});

it('has a line for each mention of a product', async () => {
  const cup = await sell(products);
  const { items, total } = await quote([cup, 1], [cup, 2]);
  expect(items.map(({ quantity }) => quantity)).toEqual([1, 2]);
  expect(total.amount).toBe(3750);
});

it('counts in the minor units of the currency: none of the yen, a thousand of the dinar', async () => {
  const yen = await sell(products, { price: 1234, currency: 'JPY' });
  const dinar = await sell(products, { price: 1.234, currency: 'KWD' });
  expect((await quote([yen, 2])).total).toEqual({ amount: 2468, currency: 'JPY' });
  expect((await quote([dinar, 2])).total).toEqual({ amount: 2468, currency: 'KWD' });
});

it('has the price of now', async () => {
  const cup = await sell(products);
  await products.call('PATCH', `/products/${cup}`, { price: 13 });
  expect((await quote([cup, 1])).total.amount).toBe(1300);
});

it('is no promise: nothing is put aside, and more than there is has a price as well', async () => {
  const cup = await sell(products, {}, 1);
  expect((await quote([cup, 100])).total.amount).toBe(125_000);
  const { body } = await products.call('GET', `/products/${cup}/stock`);
  expect(body).toMatchObject({ onHand: 1, reserved: 0 });
});

it('points to a product that is not there', async () => {
  const cup = await sell(products);
  await expect(quote([cup, 1], ['nobody', 1])).rejects.toMatchObject(
    refused('/items/1/productId', /no product nobody/),
  );
});

it('points to a product that is no longer for sale', async () => {
  const cup = await sell(products);
  await products.call('POST', `/products/${cup}/retire`);
  await expect(quote([cup, 1])).rejects.toMatchObject(refused('/items/0/productId', /no longer for sale/));
});

it('points to the first product that is sold in another currency', async () => {
  const [euro, yen] = [await sell(products), await sell(products, { price: 100, currency: 'JPY' })];
  await expect(quote([euro, 1], [euro, 1], [yen, 1])).rejects.toMatchObject(
    refused('/items/2/productId', /in JPY, and the items before it in EUR/),
  );
});

it('takes as many items as an order may have, and refuses one more and none', async () => {
  const cup = await sell(products);
  const items = (count: number) => Array.from({ length: count }, (): [string, number] => [cup, 1]);
  expect((await quote(...items(limits.items))).total.amount).toBe(limits.items * 1250);
  for (const count of [0, limits.items + 1])
    await expect(quote(...items(count))).rejects.toMatchObject({ status: 422, code: 'validation-failed' });
});

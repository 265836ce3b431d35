import { demoProducts, demoStock } from '../../src/demo/products';
import { type Products, startProducts } from '../support/service';

let products: Products;
beforeAll(async () => {
  products = await startProducts({ DEMO_CATALOGUE: 'true' });
});
afterAll(() => products?.stop());

it('has goods from the beginning, once, whoever starts again', async () => {
  expect((await products.call('GET', '/products/prod-1')).body).toMatchObject({
    name: 'Enamel mug',
    price: 12.5,
    currency: 'EUR',
    available: demoStock,
  });
  await products.call('PATCH', '/products/prod-1', { price: 13 });
  const again = await startProducts({ DEMO_CATALOGUE: 'true', DATABASE_URL: products.databaseUrl });
  await again.stop();
  expect((await products.call('GET', '/products/prod-1')).body).toMatchObject({ price: 13, available: demoStock });
  expect(await products.toldOf('prod-2')).toEqual(['ProductCreated', 'StockAdjusted']);
  expect((await products.call<{ products: [] }>('GET', '/products?limit=100')).body.products).toHaveLength(
    demoProducts.length,
  );
});

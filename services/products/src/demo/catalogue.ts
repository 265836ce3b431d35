import { append, type Database, logger, type Part } from '@spillway/chassis';
import { created } from '../catalogue/events';
import { insertProducts } from '../catalogue/insert';
import { noteAdjustments } from '../stock/adjust';
import { demoProducts, demoStock } from './products';

const log = logger('demo');

/** Puts some goods up for sale at the first start. What is there already, changed or retired meanwhile, stays as it is. */
export const demoCatalogue = (db: Database): Part => ({
  name: 'demo catalogue',
  async start() {
    const count = await db.transaction(async (tx) => {
      const inserted = await insertProducts(tx, demoProducts);
      const products = demoProducts.filter(({ productId }) => inserted.has(productId));
      await append(
        tx,
        products.map((product) => created(product, {})),
      );
      const adjustments = products.map(({ productId }) => ({ productId, delta: demoStock, reason: 'demo catalogue' }));
      await noteAdjustments(tx, adjustments, {});
      return products.length;
    });
    if (count > 0) log.info('demo products are for sale', { count });
  },
});

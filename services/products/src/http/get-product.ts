import { etagOf, type Route, route, type Tx } from '@spillway/chassis';
import { findProduct } from '../catalogue/read';
import { ProductParams } from './fields';
import { productNotFound } from './problems';
import { ProductAnswer, productAnswer } from './product-answer';

export const getProduct = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/products/:productId',
    summary: 'One product, retired or not; its version is the ETag for changes',
    params: ProductParams,
    answers: { 200: ProductAnswer, 404: 'No such product' },
    async handle({ params }) {
      const product = await findProduct(db, params.productId);
      if (product === undefined) throw productNotFound(params.productId);
      return { status: 200, headers: { etag: etagOf(product.version) }, body: productAnswer(product) };
    },
  });

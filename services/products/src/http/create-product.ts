import { Type } from '@sinclair/typebox';
import { type Database, etagOf, Problem, type Relay, type Route, route } from '@spillway/chassis';
import { newId } from '@spillway/contracts';
import { createProduct } from '../catalogue/create';
import { findProduct } from '../catalogue/read';
import { priceOf } from '../domain/price';
import { Category, Currency, Description, Name, Price, ProductId } from './fields';
import { acceptable, productNotFound } from './problems';
import { ProductAnswer, productAnswer } from './product-answer';

export const createProductRoute = (deps: { readonly db: Database; readonly relay: Relay }): Route =>
  route({
    method: 'post',
    path: '/products',
    summary: 'Put a product up for sale; nothing of it is there yet',
    body: Type.Object({
      productId: Type.Optional({ ...ProductId, description: 'Made for you, unless given; an id is used once' }),
      name: Name,
      description: Type.Optional(Description),
      category: Category,
      price: Price,
      currency: Type.Optional(Currency),
    }),
    answers: { 201: ProductAnswer, 409: 'There is, or was, a product of that id', 422: 'The product is wrong' },
    async handle({ body, id: correlationid, traceparent, tracestate }) {
      const { productId = newId(), name, description = '', category, price, currency = 'EUR' } = body;
      const money = await acceptable(() => priceOf(price, currency, '/price'));
      const product = { productId, name, description, category, price: money };
      if (!(await createProduct(deps, product, { correlationid, traceparent, tracestate }))) {
        throw new Problem(409, 'PRODUCT_EXISTS', `There is, or was, a product ${productId}.`);
      }
      const made = await findProduct(deps.db, productId);
      if (made === undefined) throw productNotFound(productId);
      const headers = { location: `/products/${encodeURIComponent(productId)}`, etag: etagOf(made.version) };
      return { status: 201, headers, body: productAnswer(made) };
    },
  });

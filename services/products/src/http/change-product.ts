import { Type } from '@sinclair/typebox';
import { type Database, etagOf, type Relay, type Route, requireMatch, route } from '@spillway/chassis';
import { changeProduct } from '../catalogue/change';
import { changed, retired } from '../catalogue/events';
import { priceOf, Unacceptable } from '../domain/price';
import type { ProductDetails } from '../domain/product';
import { Category, Currency, Description, Name, Price, ProductParams } from './fields';
import { acceptable, productNotFound, productRetired } from './problems';
import { ProductAnswer, productAnswer } from './product-answer';

interface Deps {
  readonly db: Database;
  readonly relay: Relay;
}

export const changeProductRoute = (deps: Deps): Route =>
  route({
    method: 'patch',
    path: '/products/:productId',
    summary: 'Change what is said of a product; If-Match makes it depend on the version',
    params: ProductParams,
    body: Type.Partial(
      Type.Object({ name: Name, description: Description, category: Category, price: Price, currency: Currency }),
      { description: 'What is left out stays; another currency needs a price' },
    ),
    answers: {
      200: ProductAnswer,
      404: 'No such product',
      409: 'It is retired',
      412: 'If-Match names another version',
      422: 'The change is wrong',
    },
    async handle({ params, body: { price, currency, ...words }, headers, id: correlationid, traceparent, tracestate }) {
      const product = await acceptable(() =>
        changeProduct(deps, params.productId, (before) => {
          requireMatch(headers['if-match'], before.version);
          if (before.retired) throw productRetired(before.productId);
          const { name, description, category } = { ...before, ...words };
          const after = {
            ...before,
            name,
            description,
            category,
            price: newPrice(before, price, currency),
            version: before.version + 1,
          };
          return { product: after, event: changed(after, { correlationid, traceparent, tracestate }) };
        }),
      );
      if (product === undefined) throw productNotFound(params.productId);
      return { status: 200, headers: { etag: etagOf(product.version) }, body: productAnswer(product) };
    },
  });

function newPrice(before: ProductDetails, price: number | undefined, currency: string | undefined) {
  if (price !== undefined) return priceOf(price, currency ?? before.price.currency, '/price');
  if (currency === undefined || currency === before.price.currency) return before.price;
  throw new Unacceptable('/currency', 'is another one: say the price in it, too');
}

export const retireProductRoute = (deps: Deps): Route =>
  route({
    method: 'post',
    path: '/products/:productId/retire',
    summary: 'Take a product out of the catalogue, for good; orders that are under way still get it',
    params: ProductParams,
    answers: { 200: ProductAnswer, 404: 'No such product', 412: 'If-Match names another version' },
    async handle({ params, headers, id: correlationid, traceparent, tracestate }) {
      const product = await changeProduct(deps, params.productId, (before) => {
        if (before.retired) return undefined; // said twice
        requireMatch(headers['if-match'], before.version);
        const after = { ...before, retired: true, version: before.version + 1 };
        return { product: after, event: retired(after, { correlationid, traceparent, tracestate }) };
      });
      if (product === undefined) throw productNotFound(params.productId);
      return { status: 200, headers: { etag: etagOf(product.version) }, body: productAnswer(product) };
    },
  });

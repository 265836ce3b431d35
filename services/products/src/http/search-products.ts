import { Type } from '@sinclair/typebox';
import { cleanText, Problem, type Route, route, type Tx } from '@spillway/chassis';
import { type Sort, searchProducts, sorts } from '../catalogue/search';
import { priceOf, Unacceptable } from '../domain/price';
import { Category, Currency, Price } from './fields';
import { fromCursor, toCursor } from './position';
import { ProductAnswer, productAnswer } from './product-answer';

const Page = Type.Object({
  products: Type.Array(ProductAnswer),
  nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page' })),
});

const Query = Type.Object({
  q: Type.Optional(
    cleanText(200, { description: 'Words; the last letters may be missing, a letter or two may be wrong' }),
  ),
  category: Type.Optional(Category),
  currency: Type.Optional({ ...Currency, description: 'Of what is found; EUR where prices are compared' }),
  minPrice: Type.Optional(Price),
  maxPrice: Type.Optional(Price),
  inStock: Type.Optional(Type.Boolean({ description: 'Only what is left, where true' })),
  sort: Type.Optional(
    Type.Unsafe<Sort>({
      type: 'string',
      enum: [...sorts],
      description: 'relevance, unless said, where there are words; else newest',
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  cursor: Type.Optional(Type.String({ maxLength: 4_000, description: 'The nextCursor of the page before' })),
});

export const searchProductsRoute = (db: Tx): Route =>
  route({
    method: 'get',
    path: '/products',
    summary: 'Products for sale: by words, category and price, in pages',
    query: Query,
    answers: { 200: Page, 400: 'A query parameter is wrong' },
    async handle({ query: { q, category, limit = 20, inStock, cursor, ...given } }) {
      const sort = sortOf(q, given.sort);
      const comparesPrices = given.minPrice !== undefined || given.maxPrice !== undefined || sort.endsWith('price');
      const currency = given.currency ?? (comparesPrices ? 'EUR' : undefined);
      const search = {
        text: q,
        category,
        currency,
        minPrice: minorOf(given.minPrice, currency, 'minPrice'),
        maxPrice: minorOf(given.maxPrice, currency, 'maxPrice'),
        inStock,
        sort,
        after: cursor === undefined ? undefined : fromCursor(sort, cursor),
      };
      const found = await searchProducts(db, search, limit + 1); // one more tells whether there is a next page
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return {
        status: 200,
        body: {
          products: page.map(({ product }) => productAnswer(product)),
          ...(last && { nextCursor: toCursor(sort, last.position) }),
        },
      };
    },
  });

/** Without words nothing is more relevant than anything else. */
const sortOf = (q: string | undefined, sort: Sort | undefined): Sort => {
  const wanted = sort ?? 'relevance';
  return wanted === 'relevance' && q === undefined ? 'newest' : wanted;
};

function minorOf(price: number | undefined, currency: string | undefined, name: string): number | undefined {
  if (price === undefined || currency === undefined) return undefined;
  try {
    return priceOf(price, currency, `/${name}`).amount;
  } catch (error) {
    if (!(error instanceof Unacceptable)) throw error;
    const errors = error.errors.map((mistake) => ({ in: 'query' as const, ...mistake }));
    throw new Problem(400, error.code, 'A query parameter is wrong.', { errors, cause: error });
  }
}

import { Type } from '@sinclair/typebox';
import { cleanText, type Database, idempotencyKey, type Relay, type Route, route } from '@spillway/chassis';
import { limits } from '@spillway/contracts';
import { adjustStock, type Level, levelOf } from '../stock/adjust';
import { adjustmentsOf } from '../stock/history';
import { Moment, ProductId, ProductParams, pieces } from './fields';
import { productNotFound } from './problems';

const StockAnswer = Type.Object({
  productId: ProductId,
  onHand: pieces('What is there, put aside or not'),
  reserved: pieces('Of those on hand, put aside for orders'),
  available: pieces('What can be ordered'),
});

const stockAnswer = (productId: string, { onHand, reserved }: Level) => ({
  productId,
  onHand,
  reserved,
  available: onHand - reserved,
});

const Delta = Type.Integer({ minimum: -limits.stock, maximum: limits.stock, not: { const: 0 } });
const Reason = cleanText(limits.explanation, { minLength: 1 });

const History = Type.Object({
  adjustments: Type.Array(
    Type.Object({ id: Type.Integer(), delta: Delta, onHand: pieces('After it'), reason: Reason, adjustedAt: Moment }),
  ),
  nextBefore: Type.Optional(Type.Integer({ description: '`before` of the next page; absent on the last' })),
});

export const stockRoutes = (deps: { readonly db: Database; readonly relay: Relay }): Route[] => [
  route({
    method: 'get',
    path: '/products/:productId/stock',
    summary: 'What is there of a product',
    params: ProductParams,
    answers: { 200: StockAnswer, 404: 'No such product' },
    async handle({ params: { productId } }) {
      const level = await levelOf(deps.db, productId);
      if (level === undefined) throw productNotFound(productId);
      return { status: 200, body: stockAnswer(productId, level) };
    },
  }),

  route({
    method: 'post',
    path: '/products/:productId/stock/adjustments',
    summary: 'Goods came, went or were counted; an Idempotency-Key header makes repeating safe',
    params: ProductParams,
    body: Type.Object({ delta: Delta, reason: Reason }),
    answers: {
      201: StockAnswer,
      404: 'No such product',
      409: 'So many cannot go (they are put aside, or not there), or are more than can be counted',
      422: 'The adjustment is wrong, or the Idempotency-Key was used for another',
    },
    async handle({ params: { productId }, body, headers, id: correlationid, traceparent, tracestate }) {
      const key = idempotencyKey(headers['idempotency-key']);
      const level = await adjustStock(deps, { productId, ...body, key }, { correlationid, traceparent, tracestate });
      if (level === undefined) throw productNotFound(productId);
      return { status: 201, body: stockAnswer(productId, level) };
    },
  }),

  route({
    method: 'get',
    path: '/products/:productId/stock/adjustments',
    summary: 'Why the stock is what it is, besides orders; newest first',
    params: ProductParams,
    query: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
      before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
    }),
    answers: { 200: History, 404: 'No such product' },
    async handle({ params: { productId }, query: { limit = 50, before } }) {
      if ((await levelOf(deps.db, productId)) === undefined) throw productNotFound(productId);
      const found = await adjustmentsOf(deps.db, productId, { before, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const adjustments = page.map(({ adjustedAt, ...rest }) => ({ ...rest, adjustedAt: adjustedAt.toISOString() }));
      return { status: 200, body: { adjustments, ...(last && { nextBefore: last.id }) } };
    },
  }),
];

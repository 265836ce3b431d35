import { Type } from '@sinclair/typebox';
import { idempotencyKey, type Requester } from '@spillway/chassis';
import { CreateOrder, limits, QuoteProducts, toDecimal } from '@spillway/contracts';
import { operation } from '../access/operation';
import { callerOf } from '../access/row';

const timeoutMs = 5_000;

const Body = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          productId: Type.String({ minLength: 1, maxLength: limits.identifier }),
          quantity: Type.Integer({ minimum: 1, maximum: limits.quantity }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 100 },
    ),
  },
  {
    additionalProperties: false,
    description: 'Products and quantities. Prices come from the catalogue, the customer from the token.',
    examples: [{ items: [{ productId: 'prod-1', quantity: 2 }] }],
  },
);

const Placed = Type.Object({
  success: Type.Literal(true),
  orderId: Type.String(),
  status: Type.Literal('pending'),
  totalAmount: Type.Number({ description: 'Decimal, in the currency’s major unit' }),
  currency: Type.String({ description: 'ISO 4217' }),
});

/** Two questions over Kafka: what it costs (products.quote), and the order with those prices (orders.create). */
export const placeOrder = (ask: Requester) =>
  operation({
    summary: 'Place an order at the prices of the catalogue; an Idempotency-Key header makes repeating safe',
    body: Body,
    answers: { 201: Placed, 422: 'A product is not sold, or the Idempotency-Key was used for another order' },
    async handle(request) {
      const { body, headers, id: correlationid, traceparent, tracestate } = request;
      const { userId } = callerOf(request);
      const from = { timeoutMs, correlationid, ...(traceparent && { traceparent }), ...(tracestate && { tracestate }) };
      const key = idempotencyKey(headers['idempotency-key']);
      const quote = await ask.send(QuoteProducts, { items: body.items }, from);
      const { orderId, total } = await ask.send(CreateOrder, { userId, ...quote }, { ...from, ...(key && { key }) });
      return {
        status: 201,
        headers: { location: `/orders/${orderId}` },
        body: {
          success: true,
          orderId,
          status: 'pending',
          totalAmount: toDecimal(total.amount, total.currency),
          currency: total.currency,
        },
      };
    },
  });

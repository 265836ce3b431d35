import { OrderCancelled, PaymentDeclined } from '@spillway/contracts';
import { viewOf } from '../../src/mail/view';

const orderId = '0198c0de-0000-7000-8000-0000deadbeef';
const common = { orderId, userId: 'ada' };

it('shows the end of the id as the number, the amount, and the reason', () => {
  const total = { amount: 1050, currency: 'EUR' };
  const event = OrderCancelled.create({ subject: orderId, data: { ...common, total, reason: 'payment-declined' } });
  expect(viewOf(event)).toMatchObject({ orderId, orderNumber: 'DEADBEEF', amount: '€10.50' });
  expect(viewOf(event).because).toEqual({
    requested: false,
    paymentDeclined: true,
    outOfStock: false,
    deadline: false,
    deleted: false,
  });
});

it("keeps the provider's own words from the customer", () => {
  const data = { ...common, paymentId: orderId, amount: { amount: 99, currency: 'USD' }, reason: 'stolen_card' };
  const view = viewOf(PaymentDeclined.create({ subject: orderId, data }));
  expect(view.amount).toBe('$0.99');
  expect(JSON.stringify(view)).not.toContain('stolen');
});

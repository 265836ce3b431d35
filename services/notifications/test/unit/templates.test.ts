import fc from 'fast-check';
import { templates } from '../../src/mail/templates';
import type { View } from '../../src/mail/view';
import { kinds } from '../../src/notifications/kind';

const render = templates();
const view: View = {
  orderId: '0198c0de-0000-7000-8000-0000deadbeef',
  orderNumber: 'DEADBEEF',
  amount: '€10.50',
  because: { requested: false, paymentDeclined: false, outOfStock: false, deadline: false, deleted: false },
};

describe.each(kinds)('%s', (kind) => {
  it('names the order in the subject, and order and amount in both bodies', () => {
    const { subject, text, html } = render(kind, view);
    expect(subject).toContain('DEADBEEF');
    expect(subject).not.toMatch(/[\r\n]/);
    for (const body of [text, html]) {
      expect(body).toContain(view.orderId);
      expect(body).toContain('€10.50');
      expect(body).not.toMatch(/{{|undefined|null|\[object/);
    }
    expect(html).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/);
  });

  it('lets no value become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const value = `<script>alert("${text}")</script>&'`;
        const { html } = render(kind, { ...view, orderNumber: value, amount: value, orderId: value });
        expect(html).not.toContain('<script');
        expect(html.match(/</g)?.length).toBe(render(kind, view).html.match(/</g)?.length);
      }),
    );
  });
});

it('says why an order was cancelled, and only that', () => {
  const because = (reason: keyof View['because']) =>
    render('order-cancelled', { ...view, because: { ...view.because, [reason]: true } });
  expect(because('requested').text).toContain('asked us to cancel');
  expect(because('paymentDeclined').html).toContain('payment was declined');
  expect(because('outOfStock').text).toContain('not there any more');
  expect(because('deadline').text).toContain('in time');
  expect(because('deleted').html).toContain('list of orders');
  expect(because('requested').text).not.toContain('payment was declined');
});

it('throws for a value that a template names and the view does not have', () => {
  const { amount: _, ...incomplete } = view;
  expect(() => render('order-confirmed', incomplete as View)).toThrow('amount');
});

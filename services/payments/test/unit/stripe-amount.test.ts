import { stripeAmount } from '../../src/provider/stripe/amount';

it.each([
  [1999, 'EUR', 1999],
  [1999, 'JPY', 1999],
  [1990, 'KWD', 1990],
  [1999, 'ISK', 199900],
  [1999, 'UGX', 199900],
  [1900, 'MGA', 19],
])('sends %d minor units of %s as %d', (amount, currency, sent) => {
  expect(stripeAmount({ amount, currency })).toEqual({ amount: sent, currency: currency.toLowerCase() });
});

it.each([
  [1999, 'KWD'],
  [1999, 'MGA'],
  [1999, 'CLF'],
])('never rounds: %d minor units of %s cannot be sent', (amount, currency) => {
  expect(stripeAmount({ amount, currency })).toBeUndefined();
});

import { answer, type Tx } from '@spillway/chassis';
import { QuoteProducts } from '@spillway/contracts';
import { quote } from '../catalogue/quote';
import { acceptable } from '../http/problems';

/** `products.quote`: names, prices and the total of what somebody is about to order. */
export const quoteProducts = (db: Tx) =>
  answer(QuoteProducts, async ({ items }) => {
    const { items: quoted, total } = await acceptable(() => quote(db, items));
    return { items: [...quoted], total };
  });

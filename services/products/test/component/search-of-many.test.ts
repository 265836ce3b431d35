import fc from 'fast-check';
import { insertProducts } from '../../src/catalogue/insert';
import type { Position } from '../../src/catalogue/page';
import { type Search, searchProducts, sorts } from '../../src/catalogue/search';
import { type Products, startProducts } from '../support/service';

// So many that the ways to a page differ: few have "rare", too many to be sorted have "common".
const count = 5_400;
const nouns = ['mug', 'bowl', 'lamp', 'tray', 'vase', 'bench'];

interface Made {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly price: number;
  readonly isLeft: boolean;
}
const made = Array.from({ length: count }, (_, n): Made => {
  const name = `${n % 7 === 0 ? 'fine ' : ''}${nouns[n % 6]}${n % 11 === 0 ? ` ${nouns[(n + 1) % 6]}` : ''}`;
  const description = `common ${n % 97 === 0 ? 'rare' : 'usual'} beside a ${nouns[(n * 5) % 6]}`;
  return { id: `p-${(n * 7_919) % count}`, name, description, price: 100 + ((n * 37) % 400), isLeft: n % 10 > 2 };
});

let products: Products;
beforeAll(async () => {
  products = await startProducts();
  const category = 'many';
  const goods = made.map(({ id: productId, price, ...rest }) => ({
    ...{ productId, name: rest.name, description: rest.description, category },
    price: { amount: price, currency: 'EUR' },
  }));
  await products.db.transaction((tx) => insertProducts(tx, goods));
  const left = made.filter(({ isLeft }) => isLeft).map(({ id }) => id);
  await products.db.query('UPDATE stock SET on_hand = 3 WHERE product_id = ANY ($1)', [left]);
  await products.db.query('ANALYZE products');
});
afterAll(() => products?.stop());

async function allPages(search: Search, limit: number): Promise<Position[]> {
  const positions: Position[] = [];
  for (;;) {
    const page = await searchProducts(products.db, { ...search, after: positions.at(-1) }, limit);
    positions.push(...page.map(({ position }) => position));
    if (page.length < limit) return positions;
  }
}

const has = (text: string, word: string) => text.split(' ').includes(word);
const byPrice = (a: Made, b: Made) => a.price - b.price || (a.id < b.id ? -1 : 1);
const byRank = (a: Position, b: Position) => Number(b.key) - Number(a.key) || (a.id > b.id ? -1 : 1);

it('gives the same, in the same order, whatever way leads to it', async () => {
  const word = fc.constantFrom('common', 'rare', 'usual', 'fine', ...nouns);
  const wanted = fc.record({ words: fc.uniqueArray(word, { minLength: 1, maxLength: 2 }), inStock: fc.boolean() });
  const limit = fc.integer({ min: 400, max: 3_000 });
  const sort = fc.constantFrom(...sorts);
  await fc.assert(
    fc.asyncProperty(wanted, sort, limit, async ({ words, inStock }, by, pageSize) => {
      const fitting = made.filter(
        ({ name, description, isLeft }) =>
          (!inStock || isLeft) && words.every((one) => has(`${name} ${description}`, one)),
      );
      const positions = await allPages({ text: words.join(' '), inStock, sort: by }, pageSize);
      const found = positions.map(({ id }) => id);
      expect(found.toSorted()).toEqual(fitting.map(({ id }) => id).toSorted());
      if (by === 'price') expect(found).toEqual(fitting.toSorted(byPrice).map(({ id }) => id));
      if (by === '-price') expect(found).toEqual(fitting.toSorted((a, b) => byPrice(b, a)).map(({ id }) => id));
      if (by !== 'relevance') return;
      expect(positions).toEqual(positions.toSorted(byRank));
      expect(namesWithout(positions, words)).toEqual(positions.map(({ key }) => key === '0'));
    }),
    { numRuns: 60 },
  );
});

/** Whether a product's name lacks one of the words: such have no rank. */
function namesWithout(positions: readonly Position[], words: readonly string[]): boolean[] {
  const names = new Map(made.map(({ id, name }) => [id, name]));
  return positions.map(({ id }) => !words.every((one) => has(names.get(id) ?? '', one)));
}

import { type Products, sell, startProducts } from '../support/service';

let products: Products;
beforeAll(async () => {
  products = await startProducts();
  const goods: [name: string, category: string, price: number, description: string, onHand: number][] = [
    ['Enamel mug', 'kitchen', 12.5, 'Blue rim', 3],
    ['Travel mug', 'travel', 24.9, 'Keeps hot, with a lid of cork', 0],
    ['Café crème bowl', 'kitchen', 18, 'Stoneware', 2],
    ['Desk lamp', 'home', 64.5, 'Stands beside any mug', 1],
    ['Watering can', 'garden', 31.9, 'Galvanised', 1],
  ];
  for (const [name, category, price, description, onHand] of goods)
    await sell(products, { productId: name, name, category, price, description }, onHand);
});
afterAll(() => products?.stop());

interface Page {
  products: { productId: string; available: number; price: number }[];
  nextCursor?: string;
}
const page = (query: string) => products.call<Page>('GET', `/products?${query}`);
const found = async (query: string) => (await page(query)).body.products.map(({ productId }) => productId);

it.each([
  ['mug', ['Enamel mug', 'Travel mug', 'Desk lamp']], // in the name before in the description
  ['mugs', ['Enamel mug', 'Travel mug', 'Desk lamp']],
  ['ENAMEL', ['Enamel mug']],
  ['enam', ['Enamel mug']],
  ['blue mug', ['Enamel mug']],
  ['cafe creme', ['Café crème bowl']],
  ['kitchen mug', ['Enamel mug']],
  ['enmael', ['Enamel mug']],
  ['enammel mgu', ['Enamel mug']],
  ['waterng cna', ['Watering can']],
  ['lmap', ['Desk lamp']],
  ['can', ['Watering can']], // a stop word elsewhere
  ['with the mug', ['Enamel mug', 'Travel mug', 'Desk lamp']],
  ['xylophone', []],
  ['mug xylophone', []],
  ['!?', []],
  ["' | & ! :* \\", []],
])('finds by %p', async (q, names) => {
  const ids = await found(`q=${encodeURIComponent(q)}`);
  expect(ids.sort()).toEqual([...names].sort());
});

it('shows first what has the word in its name', async () => {
  expect((await found('q=mug')).at(-1)).toBe('Desk lamp');
});

it('filters by category, price and what is left, and sorts', async () => {
  expect(await found('category=kitchen&sort=price')).toEqual(['Enamel mug', 'Café crème bowl']);
  expect(await found('sort=-price&limit=2')).toEqual(['Desk lamp', 'Watering can']);
  expect(await found('minPrice=18&maxPrice=31.9&sort=price')).toEqual([
    'Café crème bowl',
    'Travel mug',
    'Watering can',
  ]);
  expect(await found('q=mug&inStock=true&sort=name')).toEqual(['Desk lamp', 'Enamel mug']);
  expect(await found('currency=JPY')).toEqual([]);
  expect(await found('limit=1')).toEqual(['Watering can']); // the newest
});

it('lets nothing two letters off stand in where one letter off is something', async () => {
  await sell(products, { productId: 'bandle', name: 'Bandle' });
  await sell(products, { productId: 'candid', name: 'Candid' });
  expect(await found('q=bandl')).toEqual(['bandle']); // its beginning
  expect(await found('q=candle')).toEqual(['bandle']);
});

it.each([
  'sort=newest',
  'sort=price',
  'sort=-price',
  'sort=name',
  'inStock=true',
  'q=mug',
  'q=mug&inStock=true',
  'q=mug&sort=price',
  'q=mug&sort=name&inStock=true',
])('leads through all pages of %s, each product once', async (query) => {
  const all = await found(query);
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await page(`${query}&limit=1${cursor}`);
    seen.push(...body.products.map(({ productId }) => productId));
    cursor = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
  } while (cursor !== '');
  expect(seen).toEqual(all);
  expect(all.length).toBeGreaterThan(1);
});

it('finds a product by what it is called now', async () => {
  await sell(products, { productId: 'renamed', name: 'Gramophone' });
  await products.call('PATCH', '/products/renamed', { name: 'Record player' });
  expect([await found('q=gramophone'), await found('q=record')]).toEqual([[], ['renamed']]);
});

const cursorOf = (...parts: unknown[]) => `cursor=${Buffer.from(JSON.stringify(parts)).toString('base64url')}`;

it.each([
  'limit=0',
  'limit=101',
  'sort=best',
  'minPrice=0.001',
  'minPrice=-1',
  'maxPrice=x',
  'currency=ABC&minPrice=1',
  'cursor=x',
  cursorOf('price', '1', 'a'),
  cursorOf('newest', 'yesterday', 'a'),
  cursorOf('newest', '2026-13-01T00:00:00.000Z', 'a'),
  `sort=price&${cursorOf('price', "1'", 'a')}`,
  `q=a&${cursorOf('relevance', 'NaN', 'a')}`,
  'q=%00',
])('refuses %p', async (query) => {
  const { status, headers } = await page(query);
  expect([status, headers.get('content-type')]).toEqual([400, expect.stringMatching('problem')]);
});

import type { NewProduct } from '../domain/product';

/** Some goods for those who try things out; the load and the tests of the whole system order them, too. */
const goods: readonly (readonly [name: string, category: string, cents: number, description: string])[] = [
  ['Enamel mug', 'kitchen', 1250, 'White with a blue rim, 350 ml. Survives campfires and dishwashers.'],
  ['Linen tea towel', 'kitchen', 1999, 'Set of two, woven in Portugal, softer with every wash.'],
  ['Oak serving board', 'kitchen', 3400, 'One piece of solid oak, oiled, 40 by 20 cm.'],
  ['Cast iron skillet', 'kitchen', 4900, 'Seasoned and ready to use, 26 cm, for every kind of stove.'],
  ['Teapot', 'kitchen', 2490, 'Stoneware with a strainer, 1 litre.'],
  ['Coffee grinder', 'kitchen', 5990, 'By hand, with a steel burr and 18 grades from espresso to French press.'],
  ['Wool blanket', 'home', 8900, 'Undyed wool of mountain sheep, 140 by 200 cm.'],
  ['Beeswax candle', 'home', 1490, 'Pure beeswax, burns for 40 hours.'],
  ['Rattan basket', 'home', 2795, 'For laundry, toys or firewood, 45 cm high.'],
  ['Desk lamp', 'home', 6450, 'Adjustable arm, warm light that can be dimmed.'],
  ['Doormat', 'home', 2250, 'Coconut fibre, takes the mud and keeps its form.'],
  ['Garden trowel', 'garden', 1890, 'Forged steel and an ash handle.'],
  ['Watering can', 'garden', 3190, 'Galvanised, 9 litres, with a brass rose.'],
  ['Flower pot', 'garden', 1195, 'Terracotta, 18 cm, with a saucer.'],
  ['Pruning shears', 'garden', 3990, 'Sharp for years; every part can be replaced.'],
  ['Canvas rucksack', 'travel', 7900, 'Waxed canvas, 22 litres, a pocket for the laptop.'],
  ['Water bottle', 'travel', 2590, 'Stainless steel, keeps cold for a day and hot for half of it, 750 ml.'],
  ['Notebook', 'paper', 950, 'Dotted, 160 pages that open flat, bound with thread.'],
  ['Fountain pen', 'paper', 2995, 'Steel nib, medium, with a converter for ink from the glass.'],
  ['Pencil', 'paper', 190, 'Cedar, HB.'],
];

/** prod-1 is the mug. */
export const demoProducts: readonly NewProduct[] = goods.map(([name, category, cents, description], index) => ({
  productId: `prod-${index + 1}`,
  name,
  description,
  category,
  price: { amount: cents, currency: 'EUR' },
}));

/** Of each: more than any test or benchmark orders. */
export const demoStock = 10_000_000;

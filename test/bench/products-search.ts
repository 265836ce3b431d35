import { percentile } from '../load/statistics';
import { query } from '../system/query';
import { fillCatalogue, typed } from './catalogue';
import { type Figure, load } from './report';
import { repeat, withSystem } from './with-system';

const products = 100_000;
const searches = 100;
const clients = 2;

const anyOf = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;
const of = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();

/** What people ask a shop, each as often as the others. */
const kinds: Record<string, () => string> = {
  'one word': () => of({ q: anyOf(typed.nouns) }),
  'two words': () => of({ q: `${anyOf(typed.adjectives)} ${anyOf(typed.nouns)}` }),
  'a word of a few letters more': () => of({ q: anyOf(typed.nouns).slice(0, 4) }),
  'a word that is mistyped': () => of({ q: mistyped(anyOf(typed.nouns)) }),
  'two words, in stock, by price': () =>
    of({ q: `${anyOf(typed.adjectives)} ${anyOf(typed.nouns)}`, inStock: 'true', sort: 'price' }),
  'a category in a range of prices': () =>
    of({ category: anyOf(typed.categories), minPrice: '20', maxPrice: '60', sort: 'price' }),
  'the newest in stock': () => of({ inStock: 'true' }),
};

/** Two letters the wrong way round, or one missing. */
function mistyped(word: string): string {
  const at = 1 + Math.floor(Math.random() * (word.length - 2));
  const rest = word.slice(at + 2);
  return Math.random() < 0.5
    ? `${word.slice(0, at)}${word[at + 1]}${word[at]}${rest}`
    : `${word.slice(0, at)}${word[at + 1]}${rest}`;
}

/** Milliseconds that each search took. The page after the first is asked for, too. */
async function search(url: string, makeQuery: () => string): Promise<number[]> {
  const times: number[] = [];
  const client = async () => {
    while (times.length < searches) {
      const wanted = makeQuery();
      const first = await timed(`${url}/products?${wanted}`, times);
      if (first.nextCursor !== undefined) await timed(`${url}/products?${wanted}&cursor=${first.nextCursor}`, times);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}

async function timed(url: string, times: number[]): Promise<{ nextCursor?: string }> {
  const started = performance.now();
  const response = await fetch(url);
  const body = (await response.json()) as { nextCursor?: string };
  times.push(performance.now() - started);
  if (response.status !== 200) throw new Error(`${url} gave ${response.status}: ${JSON.stringify(body)}`);
  return body;
}

export async function productsSearch(): Promise<Figure[]> {
  return withSystem(['products'], {}, async (system) => {
    await fillCatalogue(system.postgres.url('products'), products);
    // What autovacuum does within a minute.
    await query(system.postgres.url('products'), 'VACUUM ANALYZE products, stock, words');
    const url = system.url('products');
    for (const makeQuery of Object.values(kinds)) await search(url, makeQuery); // warm
    const figures: Figure[] = [];
    const all: number[][] = [[], [], []];
    for (const [kind, makeQuery] of Object.entries(kinds)) {
      const runs = await repeat(3, () => search(url, makeQuery));
      for (const [run, times] of runs.entries()) all[run]?.push(...times);
      const p99 = runs.map((times) => percentile(times, 0.99));
      figures.push({ name: `search of ${products.toLocaleString('en')}: ${kind}, p99`, unit: 'ms', runs: p99 });
    }
    const name = `search of ${products.toLocaleString('en')} products, ${clients} clients`;
    const share = (wanted: number) => all.map((times) => percentile(times, wanted));
    return [
      { name: `${name}, p50`, unit: 'ms', runs: share(0.5), load: load() },
      { name: `${name}, p99`, unit: 'ms', runs: share(0.99), aim: { atMost: 50 } },
      ...figures,
    ];
  });
}

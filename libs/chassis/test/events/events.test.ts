import { randomUUID } from 'node:crypto';
import { alreadyProcessed, append, claim, history } from '../../src/events';
import { type TestDatabase, testDatabase } from '../../src/testing/database';
import { sampleEvent } from './sample';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());

describe('append and history', () => {
  it('give back every attribute, oldest first', async () => {
    const bare = sampleEvent('a', { text: 'ü"\\n', nested: [1, { two: null }] });
    const full = sampleEvent('a', [], { causationid: 'cause', traceparent: '00-1-2-01', tracestate: 'x=y' });
    await append(test.db, [bare, full, sampleEvent('b')]);
    expect(await history(test.db, 'a')).toEqual([bare, full]);
  });

  it('keep the order of a long list', async () => {
    const many = Array.from({ length: 2_000 }, (_, n) => sampleEvent('many', { n }));
    await append(test.db, many);
    expect(await history(test.db, 'many')).toEqual(many);
  });

  it('append nothing without asking the database', () =>
    append({ query: () => Promise.reject(new Error('asked')) }, []));

  it('append all or nothing, with the transaction', async () => {
    const failing = test.db.transaction(async (tx) => {
      await append(tx, [sampleEvent('gone')]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await history(test.db, 'gone')).toEqual([]);
  });
});

describe('inbox', () => {
  it('claims an event once per group', async () => {
    const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
    expect(await claim(test.db, 'group', [one, two, one])).toEqual(new Set([one, two]));
    expect(await claim(test.db, 'group', [two, three])).toEqual(new Set([three]));
    expect(await claim(test.db, 'other', [one])).toEqual(new Set([one]));
    expect(await alreadyProcessed(test.db, 'group', [one, randomUUID()])).toEqual(new Set([one]));
    expect(await claim(test.db, 'group', [])).toEqual(new Set());
  });

  it('gives an event back when the transaction that claimed it fails', async () => {
    const id = randomUUID();
    const failing = test.db.transaction(async (tx) => {
      await claim(tx, 'group', [id]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await claim(test.db, 'group', [id])).toEqual(new Set([id]));
  });

  it('lets only one of two transactions have an event, and neither deadlocks', async () => {
    const ids = Array.from({ length: 200 }, () => randomUUID());
    const claims = [ids, [...ids].reverse(), ids, [...ids].reverse()].map((order) =>
      test.db.transaction((tx) => claim(tx, 'race', order)),
    );
    const sizes = (await Promise.all(claims)).map(({ size }) => size);
    expect(sizes.sort((a, b) => b - a)).toEqual([200, 0, 0, 0]);
  });
});

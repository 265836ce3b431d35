import type { LookupAddress, LookupOptions } from 'node:dns';
import { publicLookup, type Resolve } from '../../src/webhooks/lookup';

const answering =
  (...addresses: string[]): Resolve =>
  (_host, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

const ask = (resolve: Resolve, options: LookupOptions = {}) =>
  new Promise<string | LookupAddress[]>((settle, reject) =>
    publicLookup(resolve)('example.com', options, (error, address) => (error ? reject(error) : settle(address))),
  );

it('gives the address that was judged, in the form the socket asked for', async () => {
  await expect(ask(answering('8.8.8.8'))).resolves.toBe('8.8.8.8');
  await expect(ask(answering('8.8.8.8', '1.1.1.1'), { all: true })).resolves.toEqual([
    { address: '8.8.8.8', family: 4 },
    { address: '1.1.1.1', family: 4 },
  ]);
});

it.each([['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['::1', '8.8.8.8'], ['::ffff:192.168.0.1']])(
  'refuses a name with a private address among its own: %s',
  async (...addresses) => {
    await expect(ask(answering(...addresses))).rejects.toMatchObject({ code: 'PRIVATE_ADDRESS' });
    await expect(ask(answering(...addresses), { all: true })).rejects.toMatchObject({ code: 'PRIVATE_ADDRESS' });
  },
);

it('passes on that a name is unknown or empty', async () => {
  await expect(ask(answering())).rejects.toMatchObject({ code: 'ENOTFOUND' });
  const unknown: Resolve = (_host, _options, done) => done(Object.assign(new Error('no'), { code: 'EAI_AGAIN' }), []);
  await expect(ask(unknown)).rejects.toMatchObject({ code: 'EAI_AGAIN' });
});

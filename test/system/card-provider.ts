import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** As much of Stripe as an order that goes well needs: every hold is granted, every capture succeeds. */
export async function startCardProvider() {
  const paymentMethods: (string | null)[] = [];
  const server = createServer(async (request, response) => {
    const [, , , id] = (request.url ?? '').split('/');
    const params = new URLSearchParams(await text(request));
    if (id === undefined) paymentMethods.push(params.get('payment_method'));
    const status = id === undefined ? 'requires_capture' : 'succeeded';
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: id ?? `pi_${paymentMethods.length}`, object: 'payment_intent', status }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What each order was paid with. */
    paymentMethods: paymentMethods as readonly (string | null)[],
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type CardProvider = Awaited<ReturnType<typeof startCardProvider>>;

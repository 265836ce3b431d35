import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Intent {
  id: string;
  object: 'payment_intent';
  status: string;
  amount: number;
  currency: string;
  refunded: boolean;
  metadata: Record<string, string>;
}

interface Answer {
  status: number;
  body: unknown;
}

export interface Request {
  readonly path: string;
  readonly key: string | undefined;
  readonly params: URLSearchParams;
}

/** What the server does instead of answering the next request. */
export type Fault =
  | {
      readonly do: 'answer';
      readonly status: number;
      readonly error?: Record<string, unknown>;
      readonly stored?: boolean;
    }
  | { readonly do: 'hang' }
  | { readonly do: 'break-off' }
  /** Does what was asked, then breaks the connection off: the caller cannot know. */
  | { readonly do: 'break-off-after' };

/**
 * As much of Stripe as matters for failures and repeats, which stripe-mock does not have: intents with a state, the first
 * answer again for a repeated key, refusal of a key with other parameters, and faults on demand.
 */
export async function startStripeDouble() {
  const intents = new Map<string, Intent>();
  const stored = new Map<string, { params: string; answer: Answer }>();
  const requests: Request[] = [];
  const faults: Fault[] = [];
  const hanging = new Set<ServerResponse>();
  let atOnce = 0;
  let mostAtOnce = 0;

  const refuse = (status: number, error: Record<string, unknown>): Answer => ({ status, body: { error } });
  const wrongState = (intent: Intent) =>
    refuse(400, {
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      message: `This PaymentIntent has a status of ${intent.status}.`,
      payment_intent: intent,
    });

  function create(params: URLSearchParams): Answer {
    if (params.get('payment_method') === 'pm_card_chargeDeclined') {
      return refuse(402, {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'generic_decline',
        message: 'Declined.',
      });
    }
    const amount = Number(params.get('amount'));
    if (amount < 50) {
      return refuse(400, {
        type: 'invalid_request_error',
        code: 'amount_too_small',
        param: 'amount',
        message: 'Too small.',
      });
    }
    const intent: Intent = {
      id: `pi_${intents.size + 1}`,
      object: 'payment_intent',
      status: params.get('capture_method') === 'manual' ? 'requires_capture' : 'succeeded',
      amount,
      currency: params.get('currency') ?? '',
      refunded: false,
      metadata: { order_id: params.get('metadata[order_id]') ?? '' },
    };
    intents.set(intent.id, intent);
    return { status: 200, body: intent };
  }

  function move(intent: Intent, to: string): Answer {
    if (intent.status !== 'requires_capture') return wrongState(intent);
    intent.status = to;
    return { status: 200, body: intent };
  }

  function refund(intent: Intent): Answer {
    if (intent.refunded) {
      return refuse(400, {
        type: 'invalid_request_error',
        code: 'charge_already_refunded',
        message: 'Already refunded.',
      });
    }
    if (intent.status !== 'succeeded') return wrongState(intent);
    intent.refunded = true;
    return { status: 200, body: { id: `re_${intent.id}`, object: 'refund', status: 'succeeded' } };
  }

  function search(query: string): Answer {
    const orderId = /^metadata\['order_id'\]:'(.*)'$/.exec(query)?.[1];
    const data = [...intents.values()].filter(({ metadata }) => metadata.order_id === orderId);
    return { status: 200, body: { object: 'search_result', data, has_more: false } };
  }

  function serve(path: string, params: URLSearchParams): Answer {
    if (path === '/v1/payment_intents') return create(params);
    if (path === '/v1/payment_intents/search') return search(params.get('query') ?? '');
    const id = path === '/v1/refunds' ? params.get('payment_intent') : path.split('/')[3];
    const intent = intents.get(id ?? '');
    if (intent === undefined) {
      return refuse(404, {
        type: 'invalid_request_error',
        code: 'resource_missing',
        message: `No such payment_intent: '${id}'`,
      });
    }
    if (path === '/v1/refunds') return refund(intent);
    if (path.endsWith('/capture')) return move(intent, 'succeeded');
    if (path.endsWith('/cancel')) return move(intent, 'canceled');
    return { status: 200, body: intent };
  }

  function send(response: ServerResponse, { status, body }: Answer, replayed = false): void {
    response.writeHead(status, {
      'content-type': 'application/json',
      'request-id': 'req_double',
      ...(replayed && { 'idempotent-replayed': 'true' }),
    });
    response.end(JSON.stringify(body));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stripe');
    const body = Buffer.concat(chunks).toString();
    const params = request.method === 'GET' ? searchParams : new URLSearchParams(body);
    const key = request.headers['idempotency-key']?.toString();
    requests.push({ path: pathname, key, params });

    if (request.headers.authorization !== 'Bearer sk_test_double') {
      return send(
        response,
        refuse(401, { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_t***' }),
      );
    }
    const known = key === undefined ? undefined : stored.get(key);
    if (known !== undefined) {
      const same = known.params === pathname + body;
      return same
        ? send(response, known.answer, true)
        : send(
            response,
            refuse(400, { type: 'idempotency_error', message: 'Keys can only be used with the same parameters.' }),
          );
    }
    const fault = faults.shift();
    if (fault?.do === 'hang') return void hanging.add(response);
    if (fault?.do === 'break-off') return void response.destroy();
    const answer =
      fault?.do === 'answer'
        ? refuse(fault.status, fault.error ?? { type: 'api_error', message: 'fault' })
        : serve(pathname, params);
    if (key !== undefined && (fault?.do !== 'answer' || fault.stored))
      stored.set(key, { params: pathname + body, answer });
    if (fault?.do === 'break-off-after') return void response.destroy();
    send(response, answer);
  }

  const server = createServer((request, response) => {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    response.once('close', () => atOnce--);
    handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    intents,
    mostAtOnce: () => mostAtOnce,
    /** These befall the next requests, one each. */
    next: (...befalls: Fault[]) => void faults.push(...befalls),
    async stop() {
      for (const response of hanging) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type StripeDouble = Awaited<ReturnType<typeof startStripeDouble>>;

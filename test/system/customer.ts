import { eventually } from '@spillway/chassis/testing';
import { type Answered, describedBy } from './described';

export interface Reply<B = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: B;
}

/** Asks the gateway, and holds every answer against what the gateway says of itself. */
export async function shop(url: string) {
  const document = await (await fetch(`${url}/openapi.json`)).json();
  const wrongWith = describedBy(document as never);
  const undescribed: string[] = [];

  async function ask<B = Record<string, unknown>>(
    method: string,
    path: string,
    { token, body, headers }: { token?: string | undefined; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Reply<B>> {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    const parsed = text === '' ? undefined : JSON.parse(text);
    const answered: Answered = { method, path, status: response.status, contentType, body: parsed };
    const wrong = wrongWith(answered);
    if (wrong !== undefined) undescribed.push(wrong);
    return { status: response.status, headers: response.headers, body: parsed ?? {} };
  }

  /** Registers and logs in. */
  async function customer(email: string, password = 'correct horse battery') {
    const { status } = await ask('POST', '/users', { body: { email, password, name: email.split('@')[0] } });
    if (status !== 202) throw new Error(`${email} could not register: ${status}`);
    return login(email, password);
  }

  async function login(email: string, password = 'correct horse battery') {
    const { accessToken, refreshToken } = await eventually(async () => {
      const answer = await ask<{ accessToken: string; refreshToken: string }>('POST', '/sessions', {
        body: { email, password },
      });
      if (answer.status !== 201) throw new Error(`${email} cannot log in: ${JSON.stringify(answer.body)}`);
      return answer.body;
    });
    return {
      token: accessToken,
      refreshToken,
      ask: <B = Record<string, unknown>>(
        method: string,
        path: string,
        body?: unknown,
        headers?: Record<string, string>,
      ) => ask<B>(method, path, { token: accessToken, body, ...(headers && { headers }) }),
    };
  }

  return { ask, customer, login, undescribed: () => undescribed as readonly string[] };
}

export type Shop = Awaited<ReturnType<typeof shop>>;
export type Customer = Awaited<ReturnType<Shop['customer']>>;

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { basketBody } from './order-body';
import type { Door } from './place-orders';

const password = 'correct horse battery';
/** An access token lasts 15 minutes: a new one is asked for well before. */
const freshMs = 10 * 60_000;
/** So long an account may take to be there, or users to come back after a kill. */
const patienceMs = 60_000;

/** So many accounts of their own at the gateway, made when first needed; order `n` is placed by the same one each time. */
export function customers(gateway: string, count: number): Door {
  const run = randomUUID().slice(0, 8);
  const tokens = new Map<number, { readonly token: Promise<string>; readonly until: number }>();

  function tokenOf(customer: number): Promise<string> {
    const known = tokens.get(customer);
    if (known && known.until > Date.now()) return known.token;
    const token = signIn(gateway, `customer-${customer}-${run}@spillway.test`);
    tokens.set(customer, { token, until: Date.now() + freshMs });
    return token;
  }

  return {
    body: basketBody,
    headers: async (n) => ({ authorization: `Bearer ${await tokenOf(n % count)}` }),
  };
}

/** Registers and logs in. Registering again changes nothing, so all of it is repeated until there is a token. */
export async function signIn(gateway: string, email: string): Promise<string> {
  let said = 'nothing yet';
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await delay(250)) {
    try {
      await post(`${gateway}/users`, { email, password, name: 'A customer' });
      const { status, text } = await post(`${gateway}/sessions`, { email, password });
      if (status === 201) return (JSON.parse(text) as { accessToken: string }).accessToken;
      said = `${status}: ${text}`;
    } catch (error) {
      said = String(error); // a connection that broke: somebody is being restarted
    }
  }
  throw new Error(`${email} cannot log in, ${said}`);
}

async function post(url: string, body: object): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
}

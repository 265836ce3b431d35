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
    token.catch(() => tokens.delete(customer)); // who waits for it hears of it; the next one tries again
    return token;
  }

  return {
    body: basketBody,
    headers: async (n) => ({ authorization: `Bearer ${await tokenOf(n % count)}` }),
  };
}

/** Registers and logs in, each as often as it takes while somebody is being restarted. */
export async function signIn(gateway: string, email: string): Promise<string> {
  await insist(`${gateway}/users`, { email, password, name: 'A customer' }, 202);
  const session = await insist(`${gateway}/sessions`, { email, password }, 201);
  return (JSON.parse(session) as { accessToken: string }).accessToken;
}

/** Asks until the answer is as wanted: somebody may be being restarted. @throws with what was said last */
async function insist(url: string, body: object, wanted: number): Promise<string> {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  let said = 'nothing yet';
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await delay(250)) {
    try {
      const response = await fetch(url, { ...request, signal: AbortSignal.timeout(20_000) });
      const text = await response.text();
      if (response.status === wanted) return text;
      said = `${response.status}: ${text}`;
    } catch (error) {
      said = String(error); // a connection that broke, or nobody at its end
    }
  }
  throw new Error(`POST ${url} gave, for ${patienceMs / 1_000} s, ${said}`);
}

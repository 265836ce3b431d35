import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { refusalOf } from '@spillway/chassis/webhooks';

export interface Call {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** What became of one attempt; `reason` is fit for logs and events: it names no host and quotes no answer. */
export type Answer = { outcome: 'delivered' } | { outcome: 'gone' | 'failed'; reason: string };

export type Send = (call: Call) => Promise<Answer>;

export interface SendOptions {
  timeoutMs: number;
  allowPrivate: boolean;
  /** Left out where private addresses are allowed. */
  lookup?: LookupFunction;
}

const judge = (status: number): Answer => {
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  return status === 410 ? { outcome: 'gone', reason: 'http-410' } : { outcome: 'failed', reason: `http-${status}` };
};

const reasonOf = (error: unknown): string => {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  return typeof code === 'string' ? code.toLowerCase().replaceAll('_', '-') : 'error';
};

/**
 * One POST, one answer, never a throw. The whole attempt has one deadline, a redirect is an answer like any other
 * (node:http follows none), and of the answer only the status is read: its body is thrown away unread with the connection.
 */
export function sender({ timeoutMs, allowPrivate, lookup }: SendOptions): Send {
  const common = { keepAlive: false, maxSockets: Number.POSITIVE_INFINITY };
  const plain = new HttpAgent(common);
  const secure = new HttpsAgent(common);

  return async ({ url, headers, body }) => {
    // Judged again on each attempt: the rules may have become stricter since the address was set.
    if (refusalOf(url, allowPrivate) !== undefined) return { outcome: 'failed', reason: 'url-refused' };
    const isSecure = url.startsWith('https:');
    const options: RequestOptions = {
      method: 'POST',
      agent: isSecure ? secure : plain,
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(timeoutMs),
      ...(lookup === undefined ? {} : { lookup }),
    };
    try {
      return judge(await post(isSecure ? httpsRequest : httpRequest, new URL(url), options, body));
    } catch (error) {
      return { outcome: 'failed', reason: reasonOf(error) };
    }
  };
}

const post = (request: typeof httpRequest, url: URL, options: RequestOptions, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const call = request(url, options, (response) => {
      resolve(response.statusCode ?? 0);
      response.on('error', () => {}); // the status is all that is wanted, and it is there
      response.destroy();
    });
    call.on('error', reject);
    call.end(body);
  });

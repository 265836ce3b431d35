import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import PostalMime from 'postal-mime';
import type { Filter, MailStore } from './store';

const page = readFileSync(resolve(__dirname, '../../pages/mail.html'));

type Answer = (response: ServerResponse, query: URLSearchParams, number: number) => void | Promise<void>;

/** The page for people at `/`, and for programs: list, search, count, read and clear under `/api`. */
export function mailApi(store: MailStore): Server {
  const answers: Record<string, Answer> = {
    'GET /': (response) => send(response, 200, 'text/html; charset=utf-8', page),
    'GET /readyz': (response) => json(response, { ready: true }),
    'GET /api/mails': (response, query) => {
      const before = query.get('before');
      const page = { limit: Number(query.get('limit') ?? 50), before: before === null ? undefined : Number(before) };
      json(response, { total: store.all().length, mails: store.list(filterOf(query), page) });
    },
    'GET /api/count': (response, query) => json(response, store.count(filterOf(query))),
    'GET /api/index': (response) => {
      const lines = store.all().map((mail) => `${JSON.stringify(mail)}\n`);
      send(response, 200, 'application/x-ndjson', lines.join(''));
    },
    'DELETE /api/mails': (response) => {
      store.clear();
      response.writeHead(204).end();
    },
    'GET /api/mails/:number': async (response, _query, number) => {
      const raw = store.raw(number);
      const mail = store.all()[number - 1];
      if (!raw || !mail) return json(response, { detail: 'not there, or too old to be kept in full' }, 404);
      const { text, html, headers } = await PostalMime.parse(raw);
      json(response, { ...mail, text, html, headers });
    },
    'GET /api/mails/:number/raw': (response, _query, number) => {
      const raw = store.raw(number);
      if (!raw) return json(response, { detail: 'not there, or too old to be kept in full' }, 404);
      send(response, 200, 'message/rfc822', raw);
    },
  };
  return createServer((request, response) => {
    answer(answers, request, response).catch((error: unknown) => json(response, { detail: String(error) }, 500));
  });
}

async function answer(
  answers: Record<string, Answer>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mail');
  const number = /^\/api\/mails\/(\d+)/.exec(pathname)?.[1];
  const found = answers[`${request.method} ${pathname.replace(/^(\/api\/mails)\/\d+/, '$1/:number')}`];
  if (!found) return json(response, { detail: `nothing answers ${request.method} ${pathname}` }, 404);
  await found(response, searchParams, Number(number));
}

const filterOf = (query: URLSearchParams): Filter => ({
  to: query.get('to') ?? undefined,
  messageId: query.get('messageId') ?? undefined,
  text: query.get('text') ?? query.get('orderId') ?? undefined,
});

const json = (response: ServerResponse, body: unknown, status = 200): void =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

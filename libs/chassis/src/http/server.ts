import { once } from 'node:events';
import type { Server, ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestHandler } from 'express';
import type { HttpConfig } from '../config/http';
import type { Lifecycle, Part } from '../lifecycle';
import { codeOf } from '../telemetry/error-shape';
import { logger } from '../telemetry/logger';
import { admission } from './admission';
import { application } from './application';
import { answerClientErrors } from './client-errors';
import { connectionsOf, drain } from './drain';
import type { ServerState } from './exchange';
import { invite } from './expect-continue';
import { fastServer } from './fast-express';
import { healthRoutes } from './health';
import { openapi } from './openapi';
import { type Route, route } from './route';

const log = logger('http');

export interface HttpOptions {
  readonly config: HttpConfig;
  readonly routes: readonly Route[];
  readonly lifecycle: Lifecycle;
  readonly title: string;
  readonly version: string;
  /** What every request meets first: security headers, static files. */
  readonly before?: readonly RequestHandler[];
}

/** Serves the routes, /livez, /readyz, /metrics and /openapi.json. `port()` is the true one once started, also for port 0. */
export function http({ config, routes, lifecycle, title, version, before }: HttpOptions): Part & { port(): number } {
  const state: ServerState = { bodyLimit: config.bodyLimit, retryAfter: config.retryAfter, draining: false, active: 0 };
  const all = [...routes, ...healthRoutes(lifecycle), description(openapi(title, version, routes))];
  const { trustedProxies } = config;
  const app = application(all, state, { trustedProxies, ...(before && { before }) });
  const server = fastServer(app, serverOptions(config), admission(config.maxConcurrent, state, app));
  const connections = connectionsOf(server);
  answerClientErrors(server);
  invite(server, config.maxConcurrent, state);

  return {
    name: 'http',
    async start(fail) {
      await listen(server, config);
      server.on('error', fail);
      log.info('listening', { port: addressOf(server).port });
    },
    async stop() {
      if (!server.listening) return;
      state.draining = true;
      await drain(server, config.drainGrace, connections);
    },
    port: () => addressOf(server).port,
  };
}

const description = (document: Record<string, unknown>) =>
  route({
    method: 'get',
    path: '/openapi.json',
    summary: 'This description',
    answers: { 200: 'OpenAPI 3.1' },
    internal: true,
    handle: () => ({ status: 200, body: document }),
  });

/** Slow senders are looked for at a quarter of the shortest limit: that is how late a timeout may strike. */
const serverOptions = ({ headersTimeout, requestTimeout, keepAliveTimeout }: HttpConfig): ServerOptions => ({
  headersTimeout,
  requestTimeout,
  keepAliveTimeout,
  connectionsCheckingInterval: Math.max(25, Math.floor(headersTimeout / 4)),
});

async function listen(server: Server, { port, host }: HttpConfig): Promise<void> {
  server.listen({ port, host, backlog: 1_024 });
  try {
    await once(server, 'listening');
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') {
      throw new Error(`Port ${port} is in use by another process; PORT chooses a different one`, { cause: error });
    }
    throw error;
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The HTTP server is not listening');
  return address;
}

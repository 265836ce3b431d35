import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { RequestHandler } from 'express';
import { httpConfig, type Lifecycle, lifecycle, type Route, readEnvironment } from '../../src';
import { http } from '../../src/http';
import { testHost } from '../../src/testing/host';

export interface Running {
  readonly app: Lifecycle;
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** A real server on a free port. `env` as a service would be given it. */
export async function serve(
  routes: readonly Route[],
  env: NodeJS.ProcessEnv = {},
  before: readonly RequestHandler[] = [],
): Promise<Running> {
  const config = readEnvironment({ PORT: '0', HOST: '127.0.0.1', HTTP_DRAIN_GRACE_MS: '50', ...env }, (from) =>
    httpConfig(from),
  );
  const app = lifecycle({ service: 'test', version: '0', shutdownTimeout: 5_000, shutdownDelay: 0 }, testHost());
  const server = app.add(http({ config, routes, lifecycle: app, title: 'Test', version: '0', before }));
  await app.run();
  return { app, port: server.port(), url: `http://127.0.0.1:${server.port()}`, stop: () => app.stop('end of test') };
}

/** Bytes in, everything that comes back until the other side closes out. */
export async function rawRequest(port: number, bytes: string | Buffer): Promise<string> {
  const socket = await open(port);
  socket.write(bytes);
  return everything(socket);
}

export async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Until the connection ends, cleanly or not. */
export async function everything(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  if (!socket.closed) await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

export const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

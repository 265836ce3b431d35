import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Lets a server run dry: no new connections; every answer says `Connection: close` (the caller sets the state for that);
 * idle connections have `grace` to deliver a request that is on its way already, then they are closed; what is being worked on
 * is finished. Resolves when the last connection is gone. It sets no deadline of its own: the lifecycle has one for all.
 */
export async function drain(server: Server, grace: number, connections: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  // Of net, not of http: the latter would close idle connections at once, and with them requests that are in their buffers.
  NetServer.prototype.close.call(server);
  const idle = new AbortController();
  await Promise.race([closed, delay(grace, undefined, { signal: idle.signal }).catch(() => undefined)]);
  idle.abort();
  closeUnused(connections);
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  server.closeIdleConnections();
  await closed;
  clearInterval(sweep);
  // Ends http's own timer, which watches for slow requests.
  server.close(() => undefined);
}

/** The open connections of a server. */
export function connectionsOf(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}

/** Node counts a connection over which nothing has come yet as busy; browsers and load balancers open such ones in advance. */
function closeUnused(connections: ReadonlySet<Socket>): void {
  for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
}

import type { Server } from 'node:http';
import type { ServerState } from './exchange';

/** A client that asks before it sends (Expect: 100-continue) is only invited to when its body would be read. */
export function invite(server: Server, maxConcurrent: number, state: ServerState): void {
  server.on('checkContinue', (request, response) => {
    const short = Number(request.headers['content-length'] ?? 0) <= state.bodyLimit;
    if (short && state.active < maxConcurrent) response.writeContinue();
    server.emit('request', request, response);
  });
}

import type { Server } from 'node:http';

/** A client that asks before it sends (Expect: 100-continue) is only invited to when its body would be read. */
export function invite(server: Server, bodyLimit: number): void {
  server.on('checkContinue', (request, response) => {
    if (Number(request.headers['content-length'] ?? 0) <= bodyLimit) response.writeContinue();
    server.emit('request', request, response);
  });
}

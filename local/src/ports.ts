import { createServer } from 'node:net';

// Below every system's ephemeral range, so that no outgoing connection takes a port between our look and our use of it.
const lowest = 18_000;
const highest = 31_999;
const handedOut = new Set<number>();

/** Whether a server could listen on the port of 127.0.0.1 (and of every address) right now. */
export async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, undefined));
}

/** A free port that this process has not handed out before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

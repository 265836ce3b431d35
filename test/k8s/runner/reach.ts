import { connect } from 'node:net';
import { program } from './connections';

/* node dist/k8s/runner/reach.js HOST:PORT …: which of them can be connected to from this pod. */
const reaches = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 });
    const end = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket
      .once('connect', () => end(true))
      .once('timeout', () => end(false))
      .once('error', () => end(false));
  });

program(async () => {
  const reached: Record<string, boolean> = {};
  await Promise.all(
    process.argv.slice(2).map(async (address) => {
      const [host = '', port] = address.split(':');
      reached[address] = await reaches(host, Number(port));
    }),
  );
  return reached;
});

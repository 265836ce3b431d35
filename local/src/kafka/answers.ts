import { connect } from 'node:net';
import { quietClient } from './client';

/** Whether a broker is up: it accepts connections and tells of at least one node. */
export async function answers(broker: string): Promise<boolean> {
  if (!(await accepts(broker))) return false;
  const admin = quietClient([broker]).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect();
  }
}

function accepts(broker: string): Promise<boolean> {
  const [host = '127.0.0.1', port = '9092'] = broker.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: 2_000 });
    const end = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

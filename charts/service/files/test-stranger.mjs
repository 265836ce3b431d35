// A pod that nobody named: it finds the service by name and must not reach it. Its own policy lets it out, so what refuses it is the
// service's. Rules take a moment to be in force for a new pod: it counts when five tries in a row get nowhere.
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';

const { hostname, port } = new URL(process.env.URL);
const say = (line) => process.stdout.write(`${line}\n`);
const until = Date.now() + Number(process.env.PATIENCE_MS ?? 60_000);
const pause = () => new Promise((resolve) => setTimeout(resolve, 1_000));

async function resolved() {
  for (;;) {
    try {
      return (await lookup(hostname)).address;
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause();
    }
  }
}

const reach = (host) =>
  new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: 2_000 });
    const end = (outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => end('connected')).once('timeout', () => end('no answer'));
    socket.once('error', (error) => end(error.code));
  });

const address = await resolved();
let refused = 0;
while (refused < 5) {
  const outcome = await reach(address);
  say(`${hostname} (${address}:${port}): ${outcome}`);
  refused = outcome === 'connected' ? 0 : refused + 1;
  if (Date.now() > until)
    throw new Error('a pod that nobody named can reach the service: are network policies enforced here?');
  await pause();
}
say('refused, as it should be');

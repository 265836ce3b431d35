import { compiled } from '../compiled.mts';
import { mermaid } from './mermaid.mts';
import type { Contracts } from './topics.mts';

const service = 'services/gateway';
const tableOf = () => compiled(import('../../services/gateway/dist/table.js'), service);
const targets = () => compiled(import('../../services/gateway/dist/targets/config.js'), service);

/** An answer that every operation can go on with. */
const answer = {
  orderId: 'order',
  userId: 'ada',
  status: 'pending',
  items: [{ productId: 'product', unitPrice: 1, quantity: 1 }],
  total: { amount: 1, currency: 'EUR' },
  events: [],
};

/** A request of an admin who wants all there is. */
const requestFor = (path: string) => ({
  id: 'request',
  params: Object.fromEntries([...path.matchAll(/:(\w+)/g)].map(([, name]) => [name, 'x'])),
  query: { include: 'payment,notifications,items' },
  headers: {},
  body: { items: answer.items, status: 'cancelled' },
  address: () => '127.0.0.1',
  caller: { userId: 'ada', roles: ['admin'] },
});

interface Asked {
  readonly method: string;
  readonly path: string;
  /** Services, over HTTP. */
  readonly targets: readonly string[];
  readonly commands: readonly string[];
}

/** What each row of the gateway's table asks for, found by making one request of it. */
async function asked(): Promise<Asked[]> {
  const [{ table }, { targetNames }] = [await tableOf(), await targets()];
  const heard = { targets: new Set<string>(), commands: new Set<string>() };
  const target = (name: string) => ({
    name,
    async ask() {
      heard.targets.add(name);
      return { status: 200, headers: new Headers(), body: answer };
    },
  });
  const ask = {
    async send({ name }: { readonly name: string }) {
      heard.commands.add(name);
      return answer;
    },
  };
  const live = { add: () => () => undefined };
  const rows = table({
    targets: Object.fromEntries(targetNames.map((name) => [name, target(name)])),
    ask,
    live,
  } as never);
  const found: Asked[] = [];
  for (const { method, path, operation } of rows) {
    for (const names of Object.values(heard)) names.clear();
    await operation.handle(requestFor(path) as never);
    found.push({ method: method.toUpperCase(), path, targets: [...heard.targets], commands: [...heard.commands] });
  }
  return found;
}

/** `/orders` stands for `/orders/stats` as well, and `/stats` for all below it. */
function inShort(paths: readonly string[]): string[] {
  const shortest = paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
  const above = (path: string) => path.slice(0, path.lastIndexOf('/'));
  const several = (path: string) =>
    above(path) !== '' && shortest.filter((each) => above(each) === above(path)).length > 1;
  return [...new Set(shortest.map((path) => (several(path) ? above(path) : path)))];
}

/** Which paths lead from the gateway to which service, and which requests become commands to one. */
export async function publicRoutes({ commands, responders }: Contracts): Promise<string[]> {
  const found = await asked();
  const pathsTo = (name: string) => found.filter(({ targets }) => targets.includes(name)).map(({ path }) => path);
  const responderOf = (command: string) =>
    Object.entries(responders).find(([, entry]) => entry.commands.name === commands.get(command)?.topic)?.[0];
  return mermaid('flowchart LR', [
    'client([client]) --> gateway',
    ...[...new Set(found.flatMap(({ targets }) => targets))].map(
      (name) => `gateway -->|${inShort(pathsTo(name)).join('<br>')}| ${name}`,
    ),
    ...found.flatMap(({ method, path, commands }) =>
      commands.map((command) => `gateway -.->|${method} ${path}: ${command}| ${responderOf(command)}`),
    ),
  ]);
}

import { relative } from 'node:path';
import type { Paint } from '../logs/render';
import { serviceNames } from '../system/services';
import type { System } from '../system/system';
import type { Observers } from './observe';

/** What is up, where, and where it writes. */
export function tableOf(system: System, root: string, paint: Paint, beside: Observers['shown'] = []): string {
  const file = (path: string) => relative(root, path);
  const servers = system.postgres.servers.map((server) => [server.url.replace(/:[^:@/]*@/, '@'), file(server.logFile)]);
  const [postgres = ['POSTGRES_URL', '']] = servers;
  const kafkaLog = system.kafka.child() ? file(system.kafka.logFile) : system.kafka.logFile;
  const rows = [
    ...serviceNames.map((name) => [name, system.url(name), 'ready', file(system.instances(name)[0]?.logFile ?? '')]),
    ['kafka', `${system.kafka.brokers} (${system.kafka.origin})`, 'ready', kafkaLog],
    ['postgres', postgres[0] ?? '', 'ready', postgres[1] ?? ''],
    ['mail', `${system.mail.apiUrl} (${system.mail.smtpUrl})`, 'ready', file(system.mail.logFile)],
    ...beside.map(({ name, url, logFile }) => [name, url, 'ready', file(logFile)]),
  ];
  const head = ['service', 'url', 'health', 'log'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lineOf = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  const body = rows.map((row) => lineOf(row).replace(' ready ', ` ${paint('green', 'ready')} `));
  return [paint('grey', lineOf(head)), ...body].map((line) => `  ${line.trimEnd()}`).join('\n');
}

/** Where the public API can be tried, and a first order, in both of the shapes that the service behind it takes. */
export function firstOrders(system: Pick<System, 'url'>): string {
  const post = (body: unknown) =>
    `  curl -i ${system.url('orders')}/orders -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  const products = [{ id: 'prod-5', name: 'Teapot', price: 24.9, quantity: 2 }];
  const items = [{ productId: 'prod-5', price: 24.9, quantity: 2 }];
  return [
    `The public API, to read and to try: ${system.url('gateway')}/docs`,
    'Or place a first order inside, in either of two shapes:',
    post({ userId: 'ada', products, totalAmount: 49.8 }),
    post({ userId: 'ada', items }),
  ].join('\n');
}

import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '../src/ports';
import { randomPorts, wellKnownPorts } from '../src/system/ports';

const variables = async () => {
  const { services, ...own } = await randomPorts();
  const all = Object.entries({ ...services, ...own });
  return Object.fromEntries(all.map(([name, port]) => [`${name.toUpperCase()}_PORT`, String(port)]));
};

async function occupied(port: number) {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

it('takes every port from its variable', async () => {
  const env = await variables();
  expect(await wellKnownPorts(env)).toMatchObject({
    kafka: Number(env.KAFKA_PORT),
    postgres: Number(env.POSTGRES_PORT),
    services: { orders: Number(env.ORDERS_PORT), payments: Number(env.PAYMENTS_PORT) },
  });
});

it('names port and variable in one line when a port is in use', async () => {
  const env = await variables();
  const server = await occupied(Number(env.ORDERS_PORT));
  const message = `Port ${env.ORDERS_PORT} for orders is in use: stop what uses it, or set ORDERS_PORT to another`;
  await expect(wellKnownPorts(env)).rejects.toMatchObject({ code: 'PORT_IN_USE', message });
  server.close();
});

it('says so when one port is wanted twice, and when it is no port', async () => {
  const env = await variables();
  await expect(wellKnownPorts({ ...env, SMTP_PORT: env.MAIL_PORT })).rejects.toThrow(/wanted twice/);
  await expect(wellKnownPorts({ ...env, MAIL_PORT: '99999' })).rejects.toThrow('MAIL_PORT=99999 is not a port');
});

it('gives no port twice', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(new Set(ports).size).toBe(50);
});

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTopics, eventually, type TestDatabase } from '@spillway/chassis/testing';
import { topics } from '@spillway/contracts';
import { freshDatabase, settings } from '../support/service';

// The service as it runs, in a process of its own: what it writes and what it sends are all there is to see.
const root = join(__dirname, '../..');

let database: TestDatabase;
let collector: Server;
let child: ChildProcess;
let output = '';
const spans: Buffer[] = [];
let url = '';
let env: NodeJS.ProcessEnv = {};

beforeAll(async () => {
  database = await freshDatabase();
  await createTopics([topics.users.name], { partitions: topics.users.partitions });
  collector = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => spans.push(chunk)).on('end', () => response.end());
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  env = {
    PATH: process.env.PATH,
    ...settings(database, {
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    }),
  };
  child = spawn(process.execPath, ['dist/main.js'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  const port = await eventually(() =>
    /"message":"listening".*?"port":(\d+)|"port":(\d+).*?"message":"listening"/.exec(output),
  );
  url = `http://127.0.0.1:${port[1] ?? port[2]}`;
  await eventually(async () => (await fetch(`${url}/readyz`)).ok);
});

afterAll(async () => {
  child?.kill('SIGTERM');
  if (child?.exitCode === null) await once(child, 'exit');
  collector?.closeAllConnections();
  collector?.close();
  await database?.drop();
});

async function call(method: string, path: string, body?: unknown, token?: string) {
  const headers = {
    'content-type': 'application/json',
    'x-client-address': '198.51.100.77',
    ...(token && { authorization: `Bearer ${token}` }),
  };
  const answer = await fetch(url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, string> };
}

it('says nothing of anybody in logs and spans, whatever goes well or wrong', async () => {
  const email = 'very.secret@example.com';
  const password = 'a password nobody may see';
  const account = { email, password, name: 'Somebody Hidden' };
  await call('POST', '/users', account);
  await call('POST', '/users', { ...account, email: `${email}@` });
  await call('POST', '/sessions', { email, password: `${password}!` });
  const { body: tokens } = await call('POST', '/sessions', { email, password });
  const token = tokens.accessToken ?? '';
  const other = 'taken.secret@example.com';
  await call('POST', '/users', { ...account, email: other });
  expect((await call('PATCH', '/me', { email: other, password }, token)).status).toBe(409);
  await call('PATCH', '/me', { webhookUrl: 'https://hook.secret.example/' }, token);
  const { body: next } = await call('POST', '/sessions/refresh', { refreshToken: tokens.refreshToken });
  await call('GET', '/me', undefined, `${token}x`);
  expect((await call('GET', '/me', undefined, token)).status).toBe(200);

  const program = ['dist/make-admin.js', email.toUpperCase()];
  const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: root, env });
  expect(stdout).toContain('is an admin');
  expect((await call('GET', '/users', undefined, token)).status).toBe(200);
  expect((await call('POST', '/me/deletion', { password }, next.accessToken)).status).toBe(204);

  const seen = await eventually(() => {
    const sent = Buffer.concat(spans).toString('latin1');
    return sent.includes('/me/deletion') && sent;
  });
  expect(output).toContain('"route":"/me/deletion"');
  const secrets = [
    email,
    other,
    password,
    'Hidden',
    'hook.secret',
    '198.51.100',
    token,
    tokens.refreshToken,
    next.refreshToken,
  ];
  for (const secret of secrets.map(String)) {
    expect({ secret, logged: output.includes(secret), traced: seen.includes(secret) }).toEqual({
      secret,
      logged: false,
      traced: false,
    });
  }
});

it('makes nobody an admin who has no account, and says so', async () => {
  const failure = await promisify(execFile)(process.execPath, ['dist/make-admin.js', 'nobody@example.com'], {
    cwd: root,
    env,
  }).catch((error: { code: number; stderr: string }) => error);
  expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('has no account') });
});

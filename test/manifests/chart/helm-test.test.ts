import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../run';
import { service } from './charts';

// What the pods of `helm test` run, run here as it is rendered.

interface Answers {
  ready: boolean;
  metrics: string;
}

let server: Server;
let answers: Answers;
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/metrics') return response.end(answers.metrics);
    response.statusCode = answers.ready ? 200 : 503;
    return response.end(JSON.stringify({ ready: answers.ready, reasons: {} }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());
beforeEach(() => {
  answers = { ready: true, metrics: 'process_start_time_seconds 1\n' };
});

async function podRuns(name: string, env: Record<string, string>) {
  const [container] = (await service()).pod('Pod', name).spec.containers;
  return run(process.execPath, container.args, { env });
}

describe('the first pod', () => {
  it('passes when the service is ready and has metrics', async () => {
    expect(await podRuns('payments-test', { URL: url() })).toMatchObject({ code: 0, stderr: '' });
  });

  it('fails when it is not ready', async () => {
    answers.ready = false;
    const { code, stderr } = await podRuns('payments-test', { URL: url() });
    expect(code).not.toBe(0);
    expect(stderr).toContain('not ready');
  });

  it('fails when the metrics are not there', async () => {
    answers.metrics = '';
    const { code, stderr } = await podRuns('payments-test', { URL: url() });
    expect(code).not.toBe(0);
    expect(stderr).toContain('metrics');
  });

  it('asks the Service by its name', async () => {
    const [{ env }] = (await service()).pod('Pod', 'payments-test').spec.containers;
    expect(env).toEqual([{ name: 'URL', value: 'http://payments:3002' }]);
  });
});

describe('the stranger', () => {
  it('passes when it is refused again and again', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const { code, stdout } = await podRuns('payments-stranger', { URL: `http://127.0.0.1:${port}` });
    expect(code).toBe(0);
    expect(stdout.match(/ECONNREFUSED/g)).toHaveLength(5);
  });

  it('fails when it gets through', async () => {
    const { code, stderr } = await podRuns('payments-stranger', { URL: url(), PATIENCE_MS: '500' });
    expect(code).not.toBe(0);
    expect(stderr).toContain('can reach the service');
  });
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames } from '../images/dockerfile';
import { root } from '../paths';
import { run } from '../run';
import { chart, type Rendered, service } from './charts';

interface Variable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: { name: string; key: string } };
}

const secretsOf = (rendered: Rendered, kind = 'Deployment', name = 'payments') =>
  Object.fromEntries(
    rendered.pod(kind, name).spec.containers[0].env.flatMap(({ name, valueFrom }: Variable) => {
      const from = valueFrom?.secretKeyRef;
      return from ? [[name, `${from.name}/${from.key}`]] : [];
    }),
  );

it('passwords come from Secrets only, and no URL holds one', async () => {
  const rendered = await service();
  expect(secretsOf(rendered)).toEqual({
    KAFKA_SASL_PASSWORD: 'kafka-payments/password',
    PGPASSWORD: 'postgres-payments/password',
  });
  expect(secretsOf(rendered, 'Job', 'payments-migration')).toEqual({ PGPASSWORD: 'postgres-payments/password' });
  expect(new URL(rendered.one('ConfigMap').data.DATABASE_URL).password).toBe('');
});

it('the broker and the database must prove who they are', async () => {
  const { data } = (await service()).one('ConfigMap');
  expect(data).toMatchObject({ KAFKA_SSL_ENABLED: 'true', KAFKA_SASL_MECHANISM: 'scram-sha-512' });
  expect(new URL(data.DATABASE_URL).searchParams.get('sslmode')).toBe('verify-full');
});

it('the authorities are where the settings say', async () => {
  const rendered = await service();
  const { data } = rendered.one('ConfigMap');
  const mounted = rendered
    .pod()
    .spec.containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => `${mountPath}/ca.crt`);
  expect(mounted).toEqual([data.KAFKA_SSL_CA, new URL(data.DATABASE_URL).searchParams.get('sslrootcert')]);
});

it('a large number stays as it was written, and a secret wins over a plain value', async () => {
  const rendered = await service({
    env: { ORDER_DEADLINE_MS: 9_000_000, RELAY_PAUSED: false, SMTP_URL: 'smtp://mail:1025' },
    secretEnv: { SMTP_URL: { secret: 'smtp', key: 'url' } },
  });
  const { data } = rendered.one('ConfigMap');
  expect(data).toMatchObject({ ORDER_DEADLINE_MS: '9000000', RELAY_PAUSED: 'false' });
  expect(data).not.toHaveProperty('SMTP_URL');
  expect(secretsOf(rendered)).toMatchObject({ SMTP_URL: 'smtp/url' });
});

it('traces are off where no collector is named', async () => {
  const { data } = (await service({ global: { telemetry: { endpoint: '' } } })).one('ConfigMap');
  expect(data).not.toHaveProperty('OTEL_EXPORTER_OTLP_ENDPOINT');
});

describe('each service takes the environment that its chart gives it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-charts-'));
  const ca = join(folder, 'ca.crt');
  beforeAll(() => writeFileSync(ca, '-----BEGIN CERTIFICATE-----\n'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const files = ['values-kind.yaml', 'values-production.yaml'];
  const examples = [
    ['_URL', 'smtps://user:password@smtp.example:465'],
    ['_KEYS', Buffer.alloc(32).toString('base64')],
  ] as const;

  it.each(serviceNames.flatMap((name) => files.map((file) => [name, file] as const)))(
    '%s with %s',
    async (name, file) => {
      const program = join(root, 'services', name, 'dist/config.js');
      if (!existsSync(program)) throw new Error(`services/${name} is not built: make build`);
      const rendered = await chart('spillway', { values: [`charts/spillway/${file}`] });
      const secrets = Object.keys(secretsOf(rendered, 'Deployment', name)).map((variable) => [
        variable,
        examples.find(([ending]) => variable.endsWith(ending))?.[1] ?? 'secret',
      ]);
      const env = { ...rendered.one('ConfigMap', name).data, ...Object.fromEntries(secrets), KAFKA_SSL_CA: ca };
      const script = `const c = require(${JSON.stringify(program)}).readConfig(process.env);
      console.log(JSON.stringify({ port: c.http.port, group: c.kafka.groupId, migrate: c.migrateOnStart }));`;
      const { code, stdout, stderr } = await run(process.execPath, ['--eval', script], { env });
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const port = rendered.one('Service', name).spec.ports[0].port;
      const hasDatabase = existsSync(join(root, 'services', name, 'migrations'));
      expect(JSON.parse(stdout)).toEqual({ port, group: name, ...(hasDatabase && { migrate: false }) });
    },
  );
});

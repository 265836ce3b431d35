import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { serviceNames as services } from '../images/dockerfile';
import { root } from '../paths';
import { run } from '../run';
import { chart } from './charts';

interface Dependency {
  name: string;
  version: string;
  repository: string;
}

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
const read = (path: string) => parse(readFileSync(join(root, path), 'utf8'));

it.each(services)('%s: chart, image and package are of one version', (name) => {
  const { version } = read(`services/${name}/package.json`);
  expect(read(`charts/${name}/Chart.yaml`).appVersion).toBe(version);
  expect(read(`charts/${name}/values.yaml`).service.image.tag).toBe(version);
});

it('the umbrella has every service, at whatever version the chart beside it has', () => {
  const wanted = services.map((name) => ({ name, version: '>=0.1.0', repository: `file://../${name}` }));
  const dependencies: Dependency[] = read('charts/spillway/Chart.yaml').dependencies;
  expect(dependencies.toSorted(byName)).toMatchObject(wanted.toSorted(byName));
});

it('a service can be left out', async () => {
  const rendered = await chart('spillway', { set: { notifications: { enabled: false } } });
  const others = services.filter((name) => name !== 'notifications').sort();
  expect(rendered.of('Deployment').map(({ metadata }) => metadata.name)).toEqual(others);
});

it('a value that is a level too high, or of a service that is not there, is named', async () => {
  const refused = (set: Record<string, unknown>) => expect(chart('spillway', { set })).rejects;
  await refused({ payments: { lateness: { targetSeconds: 5 } } }).toThrow(/payments.*lateness/s);
  await refused({ payment: { service: {} } }).toThrow(/payment'/);
});

it('names no object twice', async () => {
  const { all } = await chart('spillway', { values: ['charts/spillway/values-kind.yaml'] });
  const names = all.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  expect(names).toHaveLength(new Set(names).size);
});

describe('in kind', () => {
  const kind = () => chart('spillway', { values: ['charts/spillway/values-kind.yaml'] });

  it('the public API is at the port that kind-config.yaml maps, and pods do not come in that way', async () => {
    const rendered = await kind();
    const [{ nodePort }] = rendered.one('Service', 'gateway').spec.ports;
    const [controlPlane] = read('kind-config.yaml').nodes;
    const ports = controlPlane.extraPortMappings.map(({ containerPort }: { containerPort: number }) => containerPort);
    expect(ports).toContain(nodePort);
    const { from } = rendered.one('NetworkPolicy', 'gateway').spec.ingress[0];
    expect(from).toContainEqual({ ipBlock: { cidr: '0.0.0.0/0', except: ['10.244.0.0/16'] } });
  });

  it('only the gateway is public', async () => {
    const inside = (await kind()).of('Service').filter(({ spec }) => spec.type === 'ClusterIP');
    expect(inside.map(({ metadata }) => metadata.name).sort()).toEqual(
      services.filter((name) => name !== 'gateway').sort(),
    );
  });

  it('needs no CRD of prometheus-operator', async () => expect((await kind()).of('ServiceMonitor')).toEqual([]));

  it('mails go to the catcher', async () => {
    const rendered = await kind();
    expect(rendered.one('ConfigMap', 'notifications').data.SMTP_URL).toBe('smtp://mail:1025');
    const { egress } = rendered.one('NetworkPolicy', 'notifications').spec;
    expect(JSON.stringify(egress)).toContain('1025');
  });
});

describe('in production', () => {
  const production = () => chart('spillway', { values: ['charts/spillway/values-production.yaml'] });

  it('only the gateway is public, with all that its table begins with, and no metrics', async () => {
    const rendered = await production();
    expect(rendered.of('HTTPRoute').map(({ metadata }) => metadata.name)).toEqual(['gateway']);
    expect([
      ...rendered.of('Ingress'),
      ...rendered.of('Service').filter(({ spec }) => spec.type !== 'ClusterIP'),
    ]).toEqual([]);
    const { spec } = rendered.one('HTTPRoute', 'gateway');
    const table = readFileSync(join(root, 'services/gateway/src/table.ts'), 'utf8');
    const begins = [...table.matchAll(/row\('\w+', '(\/[^/']+)/g)].map(([, begin = '']) => begin);
    const paths = spec.rules[0].matches.map(({ path }: { path: { value: string } }) => path.value);
    expect(paths.toSorted()).toEqual([...new Set([...begins, '/openapi.json', '/docs'])].sort());
    expect(spec.rules[0].backendRefs).toEqual([{ name: 'gateway', port: 3000 }]);
  });

  it('customers are told apart by the addresses that the proxy before the gateway names', async () =>
    expect((await production()).one('ConfigMap', 'gateway').data.HTTP_TRUSTED_PROXIES).toBe('1'));

  it('no secret stands in the values', async () => {
    const rendered = await production();
    expect(rendered.of('Secret')).toEqual([]);
    expect(rendered.one('ConfigMap', 'notifications').data).not.toHaveProperty('SMTP_URL');
  });

  it('no service that does the work has a single replica', async () => {
    const rendered = await production();
    const least = rendered.of('ScaledObject').map(({ spec }) => spec.minReplicaCount);
    expect(least).toHaveLength(Object.keys(read('charts/service/files/topology.json').groups).length);
    const fixed = ['gateway', 'users'].map((name) => rendered.one('Deployment', name).spec.replicas);
    expect(Math.min(...least, ...fixed)).toBeGreaterThan(1);
  });

  it('everything is watched', async () =>
    expect((await production()).of('ServiceMonitor')).toHaveLength(services.length));
});

describe('lag', () => {
  const lag = () => chart('spillway', { values: ['charts/spillway/values-production.yaml'] });

  it('is one process that is never scaled and migrates nothing', async () => {
    const rendered = await lag();
    expect(rendered.one('Deployment', 'lag').spec.replicas).toBe(1);
    const made = rendered.all.filter(({ metadata }) => metadata.name.startsWith('lag')).map(({ kind }) => kind);
    expect(made).not.toContain('ScaledObject');
    expect(made).not.toContain('Job');
  });

  it('knows the brokers, as a user of its own, and no database', async () => {
    const rendered = await lag();
    expect(rendered.one('ConfigMap', 'lag').data).toMatchObject({ KAFKA_SASL_USERNAME: 'lag' });
    expect(rendered.one('ConfigMap', 'lag').data).not.toHaveProperty('DATABASE_URL');
    expect(JSON.stringify(rendered.pod('Deployment', 'lag'))).toContain('"kafka-lag"');
    expect(JSON.stringify(rendered.one('NetworkPolicy', 'lag').spec.egress)).not.toContain('5432');
  });
});

describe('what is made from the charts is up to date', () => {
  it('the table of values in charts/service/README.md', async () => {
    const { stderr } = await run(process.execPath, [join(root, 'scripts/chart-docs.mts'), '--check']);
    expect(stderr).toBe('');
  });

  it.each([...services, 'spillway'])('charts/%s/Chart.lock', (name) => {
    // Not the version: a release raises that of one chart, and helm-deps takes the chart beside whatever it is.
    const namesOf = (file: string) =>
      read(`charts/${name}/${file}`).dependencies.map(({ name, repository }: Dependency) => ({ name, repository }));
    expect(namesOf('Chart.lock')).toEqual(namesOf('Chart.yaml'));
  });
});

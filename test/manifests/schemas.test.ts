import { stringify } from 'yaml';
import { charts, nameOf, renderings } from './everything';
import { complaints } from './kubeconform';
import { tool } from './run';

describe('the check itself', () => {
  const topic = (spec: object) => ({
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaTopic',
    metadata: { name: 'order-events', labels: { 'strimzi.io/cluster': 'spillway' } },
    spec,
  });

  it('accepts what fits', async () => {
    expect(await complaints([topic({ partitions: 12, replicas: 3 })])).toEqual([]);
  });

  it('refuses a misspelled field of Kubernetes, of an operator and of metadata', async () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'orders' }, spec: { port: [{ port: 80 }] } };
    const labelled = { ...topic({ partitions: 12 }), metadata: { name: 'order-events', label: {} } };
    expect(await complaints([service])).toEqual([expect.stringMatching(/^Service\/orders: .*additional.*port/is)]);
    expect(await complaints([topic({ partition: 12 })])).toEqual([expect.stringMatching(/^KafkaTopic\/.*partition/is)]);
    expect(await complaints([labelled])).toEqual([expect.stringMatching(/label/)]);
  });

  it('refuses a wrong type, a value that is not allowed and a null that a template left behind', async () => {
    const pool = (roles: unknown) => ({
      apiVersion: 'kafka.strimzi.io/v1',
      kind: 'KafkaNodePool',
      metadata: { name: 'brokers' },
      spec: { replicas: 3, roles, storage: { type: 'ephemeral' } },
    });
    expect(await complaints([pool(['broker'])])).toEqual([]);
    expect(await complaints([pool('broker')])).toHaveLength(1);
    expect(await complaints([pool(['chief'])])).toHaveLength(1);
    expect(await complaints([pool(null)])).toHaveLength(1);
  });

  it('refuses a kind that it has no schema for', async () => {
    const unknown = { apiVersion: 'kafka.strimzi.io/v1beta2', kind: 'Kafka', metadata: { name: 'spillway' } };
    expect(await complaints([unknown])).toEqual([expect.stringMatching(/could not find schema/)]);
  });
});

// A service's own chart is Chart.yaml and values.yaml, so that there is nothing in it to go wrong.
const meant = '[WARNING] templates/: directory does not exist';

describe.each(charts)('$chart $values', ({ chart, values }) => {
  it('passes helm lint', async () => {
    const args = ['lint', chart, ...values.flatMap((file) => ['--values', file])];
    const { code, stdout, stderr } = await tool('helm', args);
    const said = `${stdout}${stderr}`.split('\n').filter((line) => /\[(WARNING|ERROR)\]/.test(line) && line !== meant);
    expect({ code, said }).toEqual({ code: 0, said: [] });
  });
});

describe.each(renderings)('$name', ({ render }) => {
  it('fits the schemas', async () => {
    const manifests = await render();
    expect(manifests).not.toEqual([]);
    expect(await complaints(manifests)).toEqual([]);
  });

  it('names no object twice', async () => {
    const names = (await render()).map(({ kind, metadata }) => stringify([kind, metadata.namespace, metadata.name]));
    expect(names).toEqual([...new Set(names)]);
  });
});

it('has looked at charts and kustomizations', () => {
  expect(charts.map(nameOf)).toContain('charts/spillway with charts/spillway/values-production.yaml');
  expect(renderings.map(({ name }) => name)).toContain('k8s/overlays/production');
});

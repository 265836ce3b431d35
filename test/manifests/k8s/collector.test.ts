import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterTopic, topics } from '@spillway/contracts';
import { parse } from 'yaml';
import { chart } from '../chart/charts';
import { root } from '../paths';
import { kustomize, type Manifest } from '../render';

let manifests: Record<'kind' | 'production', Manifest[]>;
beforeAll(async () => {
  manifests = { kind: await kustomize('k8s/overlays/kind'), production: await kustomize('k8s/overlays/production') };
});

const configOf = (overlay: 'kind' | 'production') => {
  const found = manifests[overlay].find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('otel-collector'),
  );
  return parse(found?.data['config.yaml']);
};

const deploymentOf = (overlay: 'kind' | 'production') => {
  const found = manifests[overlay].find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'otel-collector',
  );
  if (!found) throw new Error(`the overlay ${overlay} has no collector`);
  return found;
};

/** How late work may be, as the owners say and as production changes it. */
function targetsOf(overlay: string): number[] {
  const read = (...path: string[]) => parse(readFileSync(join(root, 'charts', ...path), 'utf8'));
  const changed = read('spillway', `values-${overlay}.yaml`);
  return readdirSync(join(root, 'services')).flatMap((name) => {
    const { lateness } = read(name, 'values.yaml').service;
    return changed[name]?.service.lateness?.targetSeconds ?? lateness?.targetSeconds ?? [];
  });
}

describe.each(['kind', 'production'] as const)('the collector in %s', (overlay) => {
  it('guards its memory before anything else', () => {
    expect(configOf(overlay).service.pipelines.traces.processors[0]).toBe('memory_limiter');
  });

  it('uses only what it has configured', () => {
    const { service, extensions, ...configured } = configOf(overlay);
    for (const part of ['receivers', 'processors', 'exporters'])
      expect(Object.keys(configured[part]).sort()).toEqual([...service.pipelines.traces[part]].sort());
    expect(Object.keys(extensions)).toEqual(service.extensions);
  });

  it('gets the configuration by a name that changes with it', () => {
    expect(deploymentOf(overlay).spec.template.spec.volumes[0].configMap.name).toMatch(/^otel-collector-[a-z0-9]{10}$/);
  });
});

describe('tail sampling in production', () => {
  const policy = (name: string) =>
    configOf('production').processors.tail_sampling.policies.find((each: { name: string }) => each.name === name);

  it('keeps errors, what is slow, dead letters and 1 % of the rest', () => {
    expect(policy('errors').status_code.status_codes).toEqual(['ERROR']);
    expect(policy('slow').latency.threshold_ms).toBeGreaterThan(0);
    expect(policy('some-of-the-rest').probabilistic.sampling_percentage).toBe(1);
  });

  it('is sent every trace: of what a service does not record, no error can be kept', async () => {
    const rendered = await chart('spillway', { values: ['charts/spillway/values-production.yaml'] });
    const shares = rendered.of('ConfigMap').flatMap(({ data }) => data.OTEL_TRACES_SAMPLER_ARG ?? []);
    expect(shares).toEqual(rendered.of('Deployment').map(() => '1'));
  });

  it('sees every span of a trace in one process', () => {
    const { spec } = deploymentOf('production');
    expect([spec.replicas, spec.strategy.type]).toEqual([1, 'Recreate']);
  });

  it('decides after the latest work may have ended', () => {
    const { decision_wait: wait, num_traces: held, ...more } = configOf('production').processors.tail_sampling;
    const seconds = Number(/^(\d+)s$/.exec(wait)?.[1]);
    expect(seconds).toBeGreaterThan(Math.max(...targetsOf('production')));
    expect(held).toBeGreaterThanOrEqual(seconds * more.expected_new_traces_per_sec);
  });

  it('knows a dead letter by its topic', () => {
    const { key, values, enabled_regex_matching: isPattern } = policy('dead-lettered').string_attribute;
    expect([key, isPattern]).toEqual(['messaging.destination.name', true]);
    // The processor matches the whole value, whatever the pattern looks like.
    const pattern = new RegExp(`^(?:${values[0]})$`);
    expect(deadLetterTopic(topics.orders, 'payments')).toMatch(pattern);
    expect(topics.orders.name).not.toMatch(pattern);
  });
});

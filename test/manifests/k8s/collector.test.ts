import { deadLetterTopic, topics } from '@spillway/contracts';
import { parse } from 'yaml';
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
    const deployment = manifests[overlay].find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'otel-collector',
    );
    expect(deployment?.spec.template.spec.volumes[0].configMap.name).toMatch(/^otel-collector-[a-z0-9]{10}$/);
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

  it('knows a dead letter by its topic', () => {
    const { key, values, enabled_regex_matching: isPattern } = policy('dead-lettered').string_attribute;
    expect([key, isPattern]).toEqual(['messaging.destination.name', true]);
    // The processor matches the whole value, whatever the pattern looks like.
    const pattern = new RegExp(`^(?:${values[0]})$`);
    expect(deadLetterTopic(topics.orders, 'payments')).toMatch(pattern);
    expect(topics.orders.name).not.toMatch(pattern);
  });
});

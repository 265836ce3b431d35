import { lateness, service } from './charts';

describe('every pod', () => {
  it.each([
    ['Deployment', 'payments'],
    ['Job', 'payments-migration'],
    ['Pod', 'payments-test'],
    ['Pod', 'payments-stranger'],
  ])('%s %s is restricted, without a token, and writes nowhere', async (kind, name) => {
    const { spec } = (await service()).pod(kind, name);
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const container of spec.containers) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources.limits.memory).toBeDefined();
      expect(container.resources.requests.cpu).toBeDefined();
    }
  });
});

it('a cluster that has little gives each service as much CPU, and the memory it asks for', async () => {
  const requested = async (values: Record<string, unknown>) =>
    (await service(values)).pod().spec.containers[0].resources.requests;
  const { cpu, ...rest } = await requested({});
  expect(cpu).not.toBe('12m');
  expect(await requested({ global: { cpuRequest: '12m' } })).toEqual({ ...rest, cpu: '12m' });
});

describe('the image', () => {
  const image = async (values: Record<string, unknown>) => (await service(values)).pod().spec.containers[0].image;
  const digest = `sha256:${'a'.repeat(64)}`;

  it.each([
    ['the version of the chart', { image: { tag: '1.2.3' } }, 'ghcr.io/spillway/payments:1.2.3'],
    [
      'one tag for all',
      { image: { tag: '1.2.3' }, global: { image: { tag: 'dev' } } },
      'ghcr.io/spillway/payments:dev',
    ],
    ['a digest over both', { image: { tag: '1.2.3', digest } }, `ghcr.io/spillway/payments@${digest}`],
    ['a registry of its own', { global: { image: { registry: 'r.example/x' } } }, 'r.example/x/payments:1.2.3'],
    ['a repository of its own', { image: { repository: 'r.example/pay', tag: 'a' } }, 'r.example/pay:a'],
  ])('%s', async (_, values, wanted) => expect(await image(values)).toBe(wanted));
});

describe('stopping', () => {
  it('leaves the process its time: grace is more than preStop and shutdown together', async () => {
    const rendered = await service({ shutdown: { delaySeconds: 10, timeoutSeconds: 60 } });
    const { spec } = rendered.pod();
    expect(spec.containers[0].lifecycle.preStop).toEqual({ sleep: { seconds: 10 } });
    expect(rendered.one('ConfigMap').data.SHUTDOWN_TIMEOUT_MS).toBe('60000');
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(70);
  });

  it('evicts one at a time', async () => {
    expect((await service()).one('PodDisruptionBudget').spec.maxUnavailable).toBe(1);
  });
});

describe('probes', () => {
  it('restart for a process that hangs, not for a dependency that is down', async () => {
    const [{ startupProbe, livenessProbe, readinessProbe }] = (await service()).pod().spec.containers;
    expect(startupProbe.httpGet.path).toBe('/livez');
    expect(livenessProbe.httpGet.path).toBe('/livez');
    expect(readinessProbe.httpGet.path).toBe('/readyz');
    // The service itself gives its parts 2 s to answer.
    expect(readinessProbe.timeoutSeconds).toBeGreaterThan(2);
  });
});

describe('what pods are restarted for', () => {
  const checksum = async (values: Record<string, unknown> = {}) =>
    (await service(values)).pod().metadata.annotations?.['checksum/config'];

  it('is a changed setting, whoever set it', async () => {
    const before = await checksum();
    expect(await checksum()).toBe(before);
    expect(await checksum({ env: { LOG_LEVEL: 'debug' } })).not.toBe(before);
    expect(await checksum({ global: { kafka: { brokers: 'elsewhere:9093' } } })).not.toBe(before);
  });

  it('is not a changed bound of scaling', async () => {
    const of = (maxReplicas: number) => checksum({ lateness: { ...lateness, maxReplicas } });
    expect(await of(12)).toBe(await of(6));
  });
});

describe('replicas are spread', () => {
  it('over zones and nodes, each version for itself', async () => {
    const { topologySpreadConstraints } = (await service()).pod().spec;
    expect(topologySpreadConstraints).toMatchObject([
      { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
      { topologyKey: 'kubernetes.io/hostname', matchLabelKeys: ['pod-template-hash'] },
    ]);
  });
});

import { service } from './charts';

const hook = 'helm.sh/hook';

describe('the migration', () => {
  it('runs before the rest of a release, and what it needs is there before it', async () => {
    const rendered = await service();
    const job = rendered.one('Job', 'payments-migration');
    expect(job.metadata.annotations?.[hook]).toBe('pre-install,pre-upgrade');
    const weight = ({ metadata }: typeof job) => Number(metadata.annotations?.['helm.sh/hook-weight']);
    for (const kind of ['ServiceAccount', 'NetworkPolicy']) {
      const needed = rendered.one(kind, 'payments-migration');
      expect(needed.metadata.annotations?.[hook]).toBe('pre-install,pre-upgrade');
      expect(weight(needed)).toBeLessThan(weight(job));
    }
    expect(job.spec.template.spec.serviceAccountName).toBe('payments-migration');
  });

  it('needs nothing that only the release brings', async () => {
    const [container] = (await service()).pod('Job', 'payments-migration').spec.containers;
    expect(container.envFrom).toBeUndefined();
    expect(container.args).toEqual(['dist/migrate.js']);
  });

  it('reaches DNS and the database, and nobody reaches it', async () => {
    const rendered = await service();
    const { spec } = rendered.one('NetworkPolicy', 'payments-migration');
    expect(rendered.pod('Job', 'payments-migration').metadata.labels).toMatchObject(spec.podSelector.matchLabels);
    expect(spec.ingress).toBeUndefined();
    const ports = spec.egress.flatMap((rule: { ports: { port: number }[] }) => rule.ports.map(({ port }) => port));
    expect(ports).toEqual([53, 53, 5432]);
  });

  it('gets no traffic meant for the service', async () => {
    const rendered = await service();
    const labels = rendered.pod('Job', 'payments-migration').metadata.labels;
    expect(labels).not.toMatchObject(rendered.one('Service').spec.selector);
    expect(rendered.pod().metadata.labels).toMatchObject(rendered.one('Service').spec.selector);
  });

  it('is no replica to who looks for pods by name and component (test/k8s does)', async () => {
    const rendered = await service();
    const replica = { 'app.kubernetes.io/name': 'payments', 'app.kubernetes.io/component': 'service' };
    expect(rendered.pod().metadata.labels).toMatchObject(replica);
    expect(rendered.pod('Job', 'payments-migration').metadata.labels).not.toMatchObject(replica);
  });

  it('happens exactly once: in the Job or at start', async () => {
    const atStart = async (migrate: boolean) => {
      const rendered = await service({ database: { migrate } });
      return [rendered.of('Job').length, rendered.one('ConfigMap').data.MIGRATE_ON_START];
    };
    expect(await atStart(true)).toEqual([1, 'false']);
    expect(await atStart(false)).toEqual([0, 'true']);
  });
});

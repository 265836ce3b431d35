import type { Manifest } from '../render';
import { service } from './charts';

interface Rule {
  to?: object[];
  from?: object[];
  ports: { port: number; protocol: string }[];
}

const portsOf = ({ spec }: Manifest): number[] =>
  spec.egress.flatMap(({ ports }: Rule) => ports.map(({ port }) => port)).sort((a: number, b: number) => a - b);

/** Every peer must name somebody: an empty one means everybody. */
function namesEverybody({ spec }: Manifest): unknown[] {
  const rules: Rule[] = [...(spec.ingress ?? []), ...(spec.egress ?? [])];
  const peers = rules.flatMap(({ from, to }) => from ?? to ?? [{}]);
  return peers.filter((peer) => JSON.stringify(peer).match(/^\{\}$|\{"podSelector":\{\}\}|"matchLabels":\{\}/));
}

describe('the policy of a service', () => {
  it('denies in both directions what it does not name, on ports it names', async () => {
    const rendered = await service();
    for (const policy of rendered.of('NetworkPolicy')) {
      expect(policy.spec.policyTypes).toEqual(['Ingress', 'Egress']);
      expect(namesEverybody(policy)).toEqual([]);
      for (const rule of [...(policy.spec.ingress ?? []), ...policy.spec.egress]) expect(rule.ports).not.toEqual([]);
    }
  });

  it('lets out to DNS, brokers, database and collector', async () => {
    expect(portsOf((await service()).one('NetworkPolicy'))).toEqual([53, 53, 4317, 4318, 5432, 9093]);
  });

  it('and to nothing the service does not use', async () => {
    const values = { kafka: { enabled: false }, database: { enabled: false }, global: { telemetry: { endpoint: '' } } };
    const rendered = await service(values);
    expect(portsOf(rendered.one('NetworkPolicy'))).toEqual([53, 53]);
    expect(rendered.pod().spec.volumes).toBeUndefined();
    expect(rendered.of('Job')).toEqual([]);
  });

  it('lets in the gateway, Prometheus, helm test and whoever is named, on the one port', async () => {
    const somebody = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } } };
    const { ingress } = (await service({ network: { from: [somebody] } })).one('NetworkPolicy').spec;
    expect(ingress).toHaveLength(1);
    expect(ingress[0].ports).toEqual([{ protocol: 'TCP', port: 3002 }]);
    expect(ingress[0].from).toEqual([
      { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'payments-test' } } },
      {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
      },
      { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'gateway' } } },
      somebody,
    ]);
  });

  it('opens the internet only where the owner says so, and never private networks', async () => {
    const internet = async (enabled: boolean) => {
      const { egress } = (await service({ network: { internet: { enabled } } })).one('NetworkPolicy').spec;
      return egress.find(({ to }: Rule) => JSON.stringify(to).includes('0.0.0.0/0'));
    };
    expect(await internet(false)).toBeUndefined();
    const rule = await internet(true);
    expect(rule.ports).toEqual([{ protocol: 'TCP', port: 443 }]);
    expect(rule.to[0].ipBlock.except).toEqual(
      expect.arrayContaining(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16']),
    );
    expect(rule.to[1].ipBlock).toMatchObject({ cidr: '::/0', except: expect.arrayContaining(['fc00::/7']) });
  });

  it('names a database elsewhere by its namespace', async () => {
    const { egress } = (await service({ global: { postgres: { namespace: 'data' } } })).one('NetworkPolicy').spec;
    expect(egress.find(({ ports }: Rule) => ports[0]?.port === 5432).to[0]).toMatchObject({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } },
    });
  });
});

describe('helm test', () => {
  it('has one pod the service knows and one it does not; both may get out to it', async () => {
    const rendered = await service();
    const known = JSON.stringify(rendered.one('NetworkPolicy').spec.ingress);
    expect(known).toContain('payments-test');
    expect(known).not.toContain('payments-stranger');
    for (const name of ['payments-test', 'payments-stranger']) {
      const policy = rendered.one('NetworkPolicy', name);
      expect(rendered.pod('Pod', name).metadata.labels).toMatchObject(policy.spec.podSelector.matchLabels);
      expect(portsOf(policy)).toEqual([53, 53, 3002]);
      // The Service and the policy of the service must not take a test's pod for one of its own.
      expect(rendered.pod('Pod', name).metadata.labels?.['app.kubernetes.io/name']).not.toBe('payments');
    }
  });
});

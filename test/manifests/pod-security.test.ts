import { renderings } from './everything';
import { againstRestricted, podTemplateOf } from './rules/pod-security';

const context = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
const pod = (container: object = {}, spec: object = {}) => ({
  spec: { containers: [{ name: 'main', image: 'orders', securityContext: context, ...container }], ...spec },
});

describe('the rule', () => {
  it('accepts what holds it, be it said of the pod or of the container', () => {
    const { runAsNonRoot, seccompProfile, ...rest } = context;
    expect(againstRestricted(pod())).toEqual([]);
    expect(
      againstRestricted(pod({ securityContext: rest }, { securityContext: { runAsNonRoot, seccompProfile } })),
    ).toEqual([]);
    expect(
      againstRestricted(
        pod({ securityContext: { ...context, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } }),
      ),
    ).toEqual([]);
  });

  it('refuses a container that says nothing', () => {
    expect(againstRestricted(pod({ securityContext: undefined }))).toEqual([
      'container main: allowPrivilegeEscalation must be false',
      'container main: runAsNonRoot must be true, here or for the pod',
      'container main: seccompProfile must be RuntimeDefault or Localhost',
      'container main: capabilities must drop ALL',
    ]);
  });

  const broken: [string, object, object, RegExp][] = [
    ['privileged', { securityContext: { ...context, privileged: true } }, {}, /privileged/],
    ['root by number', { securityContext: { ...context, runAsUser: 0 } }, {}, /runAsUser/],
    ['root of the pod', {}, { securityContext: { runAsUser: 0 } }, /^pod: runAsUser/],
    [
      'a container that takes back what the pod says',
      { securityContext: { ...context, runAsNonRoot: false } },
      { securityContext: { runAsNonRoot: true } },
      /runAsNonRoot/,
    ],
    [
      'a capability',
      { securityContext: { ...context, capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } } },
      {},
      /SYS_ADMIN/,
    ],
    ['seccomp off', { securityContext: { ...context, seccompProfile: { type: 'Unconfined' } } }, {}, /seccompProfile/],
    [
      'AppArmor off',
      { securityContext: { ...context, appArmorProfile: { type: 'Unconfined' } } },
      {},
      /appArmorProfile/,
    ],
    [
      'another SELinux type',
      { securityContext: { ...context, seLinuxOptions: { type: 'spc_t' } } },
      {},
      /seLinuxOptions/,
    ],
    ['an unmasked /proc', { securityContext: { ...context, procMount: 'Unmasked' } }, {}, /procMount/],
    ['the network of the host', {}, { hostNetwork: true }, /hostNetwork/],
    ['a port of the host', { ports: [{ containerPort: 80, hostPort: 80 }] }, {}, /hostPort/],
    ['a folder of the host', {}, { volumes: [{ name: 'etc', hostPath: { path: '/etc' } }] }, /volume etc: hostPath/],
    [
      'an unsafe sysctl',
      {},
      { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
      /kernel\.msgmax/,
    ],
    ['a probe of another host', { livenessProbe: { httpGet: { host: '10.0.0.1', port: 80 } } }, {}, /host/],
    ['an init container', {}, { initContainers: [{ name: 'first', image: 'orders' }] }, /container first/],
  ];
  it.each(broken)('refuses %s', (_, container, spec, words) => {
    expect(againstRestricted(pod(container, spec))).toContainEqual(expect.stringMatching(words));
  });

  it('finds the pods of every kind that makes some', () => {
    const template = pod();
    const of = (kind: string, spec: object) => podTemplateOf({ kind, spec });
    expect(of('Deployment', { template })).toBe(template);
    expect(of('CronJob', { jobTemplate: { spec: { template } } })).toBe(template);
    expect(of('Service', { ports: [] })).toBeUndefined();
    expect(podTemplateOf({ kind: 'Pod', ...template })).toMatchObject(template);
  });
});

describe.each(renderings)('$name', ({ render }) => {
  it('makes no pod that a restricted namespace refuses', async () => {
    const found = (await render()).flatMap((manifest) => {
      const template = podTemplateOf(manifest);
      return againstRestricted(template ?? { spec: {} }).map(
        (line) => `${manifest.kind}/${manifest.metadata.name}: ${line}`,
      );
    });
    expect(found).toEqual([]);
  });
});

it('has seen pods', async () => {
  const charts = renderings.filter(({ name }) => name.startsWith('charts/'));
  for (const { render } of charts) expect((await render()).filter(podTemplateOf)).not.toEqual([]);
});

/**
 * What Pod Security "restricted" of Kubernetes 1.34 would refuse, so that a pod that could not start is found without a cluster.
 * The admission plugin of a real cluster stays the judge; this names the same fields.
 */

// biome-ignore lint/suspicious/noExplicitAny: rendered YAML has no type.
type Yaml = any;

interface Container {
  name: string;
  [field: string]: Yaml;
}

const baselineSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);
const volumeTypes = new Set([
  ...[
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'image',
    'persistentVolumeClaim',
    'projected',
    'secret',
  ],
]);
const selinuxTypes = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);
const seccompTypes = new Set(['RuntimeDefault', 'Localhost']);
const appArmorTypes = new Set(['RuntimeDefault', 'Localhost']);

/** The template of the pods that an object makes; nothing for what makes none. */
export function podTemplateOf(manifest: Yaml): Yaml | undefined {
  if (manifest.kind === 'Pod') return manifest;
  if (manifest.kind === 'PodTemplate') return manifest.template;
  if (manifest.kind === 'CronJob') return manifest.spec.jobTemplate.spec.template;
  if (manifest.kind === 'ScaledJob') return manifest.spec.jobTargetRef.template;
  return manifest.spec?.template?.spec?.containers ? manifest.spec.template : undefined;
}

/** What is against the standard in a pod template, each in a line that names the field. */
export function againstRestricted(template: Yaml): string[] {
  const { spec = {} } = template;
  const containers: Container[] = [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ];
  return [...ofPod(spec), ...containers.flatMap((container) => ofContainer(container, spec.securityContext ?? {}))];
}

function ofPod(spec: Yaml): string[] {
  const context = spec.securityContext ?? {};
  const found: string[] = [];
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) if (spec[field]) found.push(`${field} must not be true`);
  for (const { name, ...source } of spec.volumes ?? []) {
    const wrong = Object.keys(source).filter((type) => !volumeTypes.has(type));
    if (wrong.length > 0) found.push(`volume ${name}: ${wrong.join(', ')} is not an allowed type`);
  }
  for (const { name } of context.sysctls ?? []) if (!baselineSysctls.has(name)) found.push(`sysctl ${name} is unsafe`);
  return [...found, ...ofEither('pod', context)];
}

function ofContainer(container: Container, pod: Yaml): string[] {
  const own = container.securityContext ?? {};
  const found: string[] = [];
  const must = (holds: boolean, rule: string) => holds || found.push(`container ${container.name}: ${rule}`);
  must(own.allowPrivilegeEscalation === false, 'allowPrivilegeEscalation must be false');
  must((own.runAsNonRoot ?? pod.runAsNonRoot) === true, 'runAsNonRoot must be true, here or for the pod');
  must(
    seccompTypes.has((own.seccompProfile ?? pod.seccompProfile)?.type),
    'seccompProfile must be RuntimeDefault or Localhost',
  );
  must(own.capabilities?.drop?.includes('ALL') ?? false, 'capabilities must drop ALL');
  const added: string[] = own.capabilities?.add ?? [];
  must(
    added.every((name) => name === 'NET_BIND_SERVICE'),
    `capabilities must not add ${added.join(', ')}`,
  );
  must(!own.privileged, 'privileged must not be true');
  must((own.procMount ?? 'Default') === 'Default', 'procMount must be Default');
  must(!(container.ports ?? []).some(({ hostPort }: Yaml) => hostPort), 'hostPort must not be set');
  must(!namesHost(container), 'probes and lifecycle hooks must not name a host');
  return [...found, ...ofEither(`container ${container.name}`, own)];
}

/** What a pod and a container say in the same words. */
function ofEither(where: string, context: Yaml): string[] {
  const found: string[] = [];
  const must = (holds: boolean, rule: string) => holds || found.push(`${where}: ${rule}`);
  must(context.runAsUser !== 0, 'runAsUser must not be 0');
  must(context.runAsNonRoot !== false, 'runAsNonRoot must not be false');
  must(!context.windowsOptions?.hostProcess, 'hostProcess must not be true');
  must(
    !context.seccompProfile || seccompTypes.has(context.seccompProfile.type),
    'seccompProfile must not be Unconfined',
  );
  must(
    !context.appArmorProfile || appArmorTypes.has(context.appArmorProfile.type),
    'appArmorProfile must not be Unconfined',
  );
  const { type = '', user, role } = context.seLinuxOptions ?? {};
  must(selinuxTypes.has(type) && !user && !role, 'seLinuxOptions must name a container type, no user, no role');
  return found;
}

function namesHost({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): boolean {
  const actions = [livenessProbe, readinessProbe, startupProbe, lifecycle?.preStop, lifecycle?.postStart];
  return actions.some((action) => action?.httpGet?.host || action?.tcpSocket?.host);
}

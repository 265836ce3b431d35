import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths';
import { kustomize, type Manifest } from '../render';

const versions: Record<string, string> = Object.fromEntries(
  readFileSync(join(root, 'k8s/operators/versions.env'), 'utf8')
    .split('\n')
    .filter((line) => /^[A-Z_]+=/.test(line))
    .map((line) => line.split('=', 2)),
);

let manifests: Manifest[];
beforeAll(async () => {
  manifests = await kustomize('k8s/overlays/production');
});
const one = (kind: string): Manifest | undefined => manifests.find((manifest) => manifest.kind === kind);

describe('versions.env', () => {
  it('pins every chart', () => {
    for (const chart of Object.keys(versions).filter((name) => name.endsWith('_CHART')))
      expect(versions[chart.replace('_CHART', '_VERSION')]).toMatch(/^v?\d+\.\d+\.\d+$/);
  });

  it('says what the manifests say', () => {
    expect(one('Kafka')?.spec.kafka.version).toBe(versions.KAFKA_VERSION);
    expect(one('Cluster')?.spec.imageName).toContain(`:${versions.POSTGRES_VERSION}-`);
    const [container] = one('Deployment')?.spec.template.spec.containers ?? [];
    expect(container.image).toMatch(new RegExp(`:${versions.OTEL_COLLECTOR_VERSION}$`));
  });

  it('is where the installation has its versions from', () => {
    const install = readFileSync(join(root, 'k8s/operators/install'), 'utf8');
    expect(install).toContain('. "$here/versions.env"');
    expect(install).not.toMatch(/\d+\.\d+\.\d+/);
  });
});

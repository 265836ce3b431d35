import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../paths';
import { helmTemplate } from '../render';
import { read, serviceNames } from './dockerfile';

// biome-ignore lint/suspicious/noExplicitAny: YAML has no type; tests reach into it and compare.
type Yaml = any;
const skaffold = (folder: string): Yaml => parse(read(join(folder, 'skaffold.yaml')));
const all = ['.', 'k8s', ...serviceNames.map((name) => `services/${name}`)];
const profile = (folder: string, name: string): Yaml =>
  skaffold(folder).profiles.find((candidate: Yaml) => candidate.name === name);

describe('skaffold.yaml', () => {
  it('at the root requires the platform first, and then every service', () => {
    const [first, ...others] = skaffold('.').requires.map(({ path }: Yaml) => path);
    expect(first).toBe('k8s/skaffold.yaml');
    expect(others.sort()).toEqual(serviceNames.map((name) => `services/${name}/skaffold.yaml`).sort());
    expect(Object.keys(skaffold('.')).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'profiles', 'requires']);
  });

  it('has the same schema everywhere', () => {
    expect(new Set(all.map((folder) => skaffold(folder).apiVersion)).size).toBe(1);
  });

  it('builds what there is a Dockerfile for, from the root', () => {
    for (const folder of all) {
      for (const { image, context, docker } of skaffold(folder).build?.artifacts ?? []) {
        expect(join(folder, context)).toBe(join('.', '.'));
        expect(existsSync(join(root, docker.dockerfile))).toBe(true);
        expect(image).toMatch(/^ghcr\.io\/spillway\//);
      }
    }
  });

  it.each(serviceNames)('%s: gives the chart the image it has built', (name) => {
    const { build, deploy } = skaffold(`services/${name}`);
    const [artifact] = build.artifacts;
    const [release] = deploy.helm.releases;
    expect(artifact.image).toBe(`ghcr.io/spillway/${name}`);
    expect(artifact.docker.dockerfile).toBe(`services/${name}/Dockerfile`);
    expect(join('services', name, release.chartPath)).toBe(`charts/${name}`);
    expect(release.setValueTemplates).toEqual({
      'service.image.repository': `{{.IMAGE_REPO_ghcr_io_spillway_${name}}}`,
      'service.image.tag': `{{.IMAGE_TAG_ghcr_io_spillway_${name}}}`,
    });
  });

  it.each(serviceNames)('%s: sets on kind what the release of everything sets there', (name) => {
    const values = parse(read('charts/spillway/values-kind.yaml'), { merge: true });
    const [{ path, value }] = profile(`services/${name}`, 'kind').patches;
    expect(path).toBe('/deploy/helm/releases/0/setValues');
    expect(value).toEqual({ ...values[name], global: values.global });
  });

  it.each(serviceNames)('%s: builds and deploys nothing by itself in production', (name) => {
    const removed = profile(`services/${name}`, 'production').patches.map(({ op, path }: Yaml) => `${op} ${path}`);
    expect(removed).toEqual(expect.arrayContaining(['remove /build/artifacts', 'remove /deploy/helm']));
  });

  it('names every image by its digest in production', () => {
    const [release] = profile('.', 'production').deploy.helm.releases;
    const digests = serviceNames.map((name) => [`${name}.service.image.digest`, `{{.${name.toUpperCase()}_DIGEST}}`]);
    expect(release.setValueTemplates).toEqual(Object.fromEntries(digests));
    expect(existsSync(join(root, dirname(release.valuesFiles[0]), 'Chart.yaml'))).toBe(true);
  });

  it.each(serviceNames)(
    '%s: to debug is one process that waits at its breakpoints, and listens to no other pod',
    async (name) => {
      const { patches } = profile(`services/${name}`, 'debug');
      const values = patches.filter(({ path }: Yaml) => path.startsWith('/deploy/'));
      expect(values.map(({ path, value }: Yaml) => [path.split('/').at(-1), value])).toEqual([
        ['service.inspector', 'true'],
        ['service.lateness.topic', ''],
        ['service.replicas', '1'],
      ]);
      const set = { service: { inspector: true, lateness: { topic: '' }, replicas: 1 } };
      const manifests = await helmTemplate(`charts/${name}`, { set });
      const deployment = manifests.find(({ kind }) => kind === 'Deployment');
      const config = manifests.find(({ kind }) => kind === 'ConfigMap');
      expect(config?.data.NODE_OPTIONS).toBe('--inspect=127.0.0.1:9229');
      expect(deployment?.spec.replicas).toBe(1);
      expect(deployment?.spec.template.spec.containers[0].livenessProbe).toBeUndefined();
    },
  );

  it('forwards every port to a port of its own', () => {
    const forwards = all.flatMap((folder) => [
      ...(skaffold(folder).portForward ?? []),
      ...(profile(folder, 'debug')?.patches ?? [])
        .map(({ value }: Yaml) => value)
        .filter((value: Yaml) => value.localPort),
    ]);
    const ports = forwards.map(({ localPort }) => localPort);
    expect(new Set(ports).size).toBe(ports.length);
    for (const name of serviceNames) {
      const { service } = parse(read(`charts/${name}/values.yaml`));
      expect(forwards).toContainEqual(
        expect.objectContaining({ resourceType: 'service', resourceName: name, port: service.port }),
      );
      expect(forwards).toContainEqual(
        expect.objectContaining({ resourceType: 'deployment', resourceName: name, port: 9229 }),
      );
    }
  });
});

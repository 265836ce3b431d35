import { parse } from 'yaml';
import { read } from './dockerfile';

interface Node {
  role: string;
  image: string;
  extraPortMappings?: { containerPort: number; hostPort: number; listenAddress: string }[];
}

const { name, nodes }: { name: string; nodes: Node[] } = parse(read('kind-config.yaml'));

describe('kind-config.yaml', () => {
  it('is one control plane and two workers, all of one pinned image', () => {
    expect(name).toBe('spillway');
    expect(nodes.map(({ role }) => role)).toEqual(['control-plane', 'worker', 'worker']);
    expect(new Set(nodes.map(({ image }) => image)).size).toBe(1);
    expect(nodes[0]?.image).toMatch(/^kindest\/node:v1\.\d+\.\d+@sha256:[0-9a-f]{64}$/);
  });

  it('maps the port of the public API to this machine alone', () => {
    const { gateway } = parse(read('charts/spillway/values-kind.yaml'), { merge: true });
    expect(nodes.flatMap(({ extraPortMappings }) => extraPortMappings ?? [])).toEqual([
      { containerPort: gateway.service.public.nodePort, hostPort: 8080, listenAddress: '127.0.0.1' },
    ]);
  });
});

import { join } from 'node:path';
import { root } from '../paths';
import { type ChartOptions, helmTemplate, type Manifest } from '../render';
import { run } from '../run';

let vendored: Promise<void> | undefined;

async function vendor(): Promise<void> {
  const { code, stderr } = await run(join(root, 'scripts/helm-deps'), []);
  if (code !== 0) throw new Error(stderr);
}

/** A chart rendered with its dependencies as they are in the tree now. */
export async function chart(name: string, options: ChartOptions = {}): Promise<Rendered> {
  vendored ??= vendor();
  await vendored;
  return new Rendered(await helmTemplate(`charts/${name}`, options));
}

/** The service chart by itself, as `payments`, with values on top of the least that renders. */
export const service = (values: Record<string, unknown> = {}): Promise<Rendered> =>
  chart('service', { set: { name: 'payments', port: 3002, image: { tag: '1.2.3' }, ...values }, release: 'spillway' });

export const lateness = { topic: 'order-events', targetSeconds: 10, messagesPerSecondPerReplica: 4000 };

/** What a chart has made, by kind and name. */
export class Rendered {
  constructor(readonly all: readonly Manifest[]) {}

  of(kind: string): Manifest[] {
    return this.all.filter((manifest) => manifest.kind === kind);
  }

  /** The one object of that kind and name; anything else is an error that says what there is. */
  one(kind: string, name = 'payments'): Manifest {
    const found = this.of(kind).filter(({ metadata }) => metadata.name === name);
    const [first] = found;
    if (found.length === 1 && first) return first;
    const there = this.all.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(', ');
    throw new Error(`${found.length} objects ${kind}/${name}; there are ${there}`);
  }

  /** The pod template of a workload, or the pod itself. */
  pod(kind = 'Deployment', name = 'payments'): Manifest {
    const owner = this.one(kind, name);
    return kind === 'Pod' ? owner : owner.spec.template;
  }
}

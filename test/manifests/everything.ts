import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { root } from './paths';
import { helmTemplate, kustomize, type Manifest } from './render';

export interface Rendering {
  name: string;
  render(): Promise<Manifest[]>;
}

export interface ChartWithValues {
  chart: string;
  /** Beside the chart's own values.yaml; empty for the chart as it is. */
  values: string[];
}

const files = (pattern: string): string[] => globSync(pattern, { cwd: root }).sort();

/**
 * Every chart with every values file there is for it. A chart that renders nothing without values brings the least
 * that it needs in ci/, as the chart testing tool has it; the platform's overlays have values for the whole.
 */
export const charts: ChartWithValues[] = files('charts/*/Chart.yaml').flatMap((file) => {
  const chart = dirname(file);
  const least = files(`${chart}/ci/*-values.yaml`);
  const own = files(`${chart}/values-*.yaml`);
  const overlays = basename(chart) === 'spillway' ? files('k8s/overlays/*/values.yaml') : [];
  const choices = [...least, ...own, ...overlays].map((values) => ({ chart, values: [values] }));
  return least.length > 0 ? choices : [{ chart, values: [] }, ...choices];
});

export const kustomizations: string[] = files('k8s/**/kustomization.yaml').map((file) => dirname(file));

export const nameOf = ({ chart, values }: ChartWithValues): string => [chart, ...values].join(' with ');

/** Everything that anybody would send to a cluster. */
export const renderings: Rendering[] = [
  ...charts.map((choice) => ({
    name: nameOf(choice),
    render: () => helmTemplate(choice.chart, { values: choice.values }),
  })),
  ...kustomizations.map((folder) => ({ name: folder, render: () => kustomize(folder) })),
];

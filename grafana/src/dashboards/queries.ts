import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboards } from './files';

export interface Query {
  /** As a person finds it: page, panel, legend. */
  readonly name: string;
  readonly legend: string;
  /** As the panel has it, variables and all. */
  readonly expr: string;
}

export const panels: readonly { page: string; panel: Panel }[] = [...dashboards()].flatMap(([page, { panels }]) =>
  panels.map((panel) => ({ page, panel })),
);

/** Every query of every panel. */
export const queries: readonly Query[] = panels.flatMap(({ page, panel }) =>
  (panel.targets ?? []).map((target) => {
    // A target of the SDK says only that it is one.
    const { expr, legendFormat } = target as unknown as { expr: string; legendFormat: string };
    return { name: `${page} / ${panel.title} / ${legendFormat}`, legend: legendFormat, expr };
  }),
);

/** The query as Grafana sends it, with everything chosen. */
export const filledIn = (expr: string, values: Readonly<Record<string, string>>): string =>
  expr.replace(/\$(__\w+|[a-z]\w*)/g, (variable, name: string) => values[name] ?? variable);

import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { filledIn } from '../dashboards/queries';
import { query, queryRange, type Range } from '../live/prometheus';

export type Point = readonly [time: number, value: number];

export interface Series {
  readonly legend: string;
  /** One alone where the panel shows what is now. */
  readonly points: readonly Point[];
}

/** A panel as it is drawn: what its JSON says, and what Prometheus answers. */
export interface PanelData {
  readonly title: string;
  readonly kind: 'timeseries' | 'stat' | 'bargauge';
  readonly unit: string;
  readonly at: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  /** From where on a value is worth a look or bad; ascending. */
  readonly limits: readonly { readonly value: number; readonly colour: string }[];
  readonly series: readonly Series[];
}

export interface Asked {
  readonly url: string;
  readonly range: Range;
  /** What is chosen in the variables. */
  readonly chosen: Readonly<Record<string, string>>;
}

/** Asks what Grafana would ask for the panel. */
export async function panelData(panel: Panel, asked: Asked): Promise<PanelData> {
  const { defaults } = panel.fieldConfig ?? {};
  const { x = 0, y = 0, w = 0, h = 0 } = panel.gridPos ?? {};
  const answers = await Promise.all(
    (panel.targets ?? []).map((target) => seriesOf(target as unknown as Target, asked)),
  );
  return {
    title: panel.title ?? '',
    kind: panel.type as PanelData['kind'],
    unit: defaults?.unit ?? 'short',
    at: { x, y, w, h },
    limits: (defaults?.thresholds?.steps ?? []).flatMap(({ value, color }) =>
      value === null || value === undefined ? [] : [{ value, colour: color }],
    ),
    series: answers.flat(),
  };
}

/** What the SDK leaves out of the type of a target. */
interface Target {
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant?: boolean;
}

async function seriesOf({ expr, legendFormat, instant }: Target, { url, range, chosen }: Asked): Promise<Series[]> {
  const asked = filledIn(expr, chosen);
  const lines = instant
    ? (await query(url, asked, range.end)).map(({ metric, value }) => ({ metric, values: [value] }))
    : await queryRange(url, asked, range);
  return lines.map(({ metric, values }) => ({
    legend: legendFormat.replace(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? ''),
    points: values.map(([time, value]) => [time, Number(value)] as const).filter(([, value]) => Number.isFinite(value)),
  }));
}

import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { type Panel, ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { datasource } from './variables';

export interface PanelOptions {
  readonly title: string;
  /** What is seen, and what to think of it. */
  readonly description: string;
  /** As Grafana names it: s, bytes, percentunit, reqps, cps (of anything a second), short. */
  readonly unit: string;
  /** Of 24; unless said, the panels of a row share it alike. */
  readonly width?: number;
  /** What is asked, by the legend of what comes. */
  readonly queries: Readonly<Record<string, string>>;
  /** From where on it is worth a look, and from where on it is bad. */
  readonly limits?: Limits;
}

/** The width of a panel that does not say it; none is that narrow. */
export const shared = 1;

export interface Limits {
  readonly warning?: number;
  readonly critical?: number;
}

/** What the builders of all kinds of panels have in common. */
interface AnyPanel extends Builder<Panel> {
  title(title: string): this;
  description(description: string): this;
  unit(unit: string): this;
  span(width: number): this;
  height(height: number): this;
  datasource(reference: typeof datasource): this;
  targets(targets: Builder<Dataquery>[]): this;
  thresholds(thresholds: Builder<ReturnType<ThresholdsConfigBuilder['build']>>): this;
}

export function filled<P extends AnyPanel>(
  builder: P,
  panel: PanelOptions,
  kind: 'range' | 'instant',
  height: number,
): P {
  return builder
    .title(panel.title)
    .description(panel.description)
    .unit(panel.unit)
    .span(panel.width ?? shared)
    .height(height)
    .datasource(datasource)
    .targets(Object.entries(panel.queries).map(([legend, expr], index) => query(legend, expr, index)[kind]()))
    .thresholds(thresholds(panel.limits ?? {}));
}

const query = (legend: string, expr: string, index: number): DataqueryBuilder =>
  new DataqueryBuilder()
    .expr(expr)
    .legendFormat(legend)
    .refId(String.fromCharCode('A'.charCodeAt(0) + index))
    .datasource(datasource);

const thresholds = ({ warning, critical }: Limits): ThresholdsConfigBuilder =>
  new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([
      { value: null, color: 'green' },
      ...(warning === undefined ? [] : [{ value: warning, color: 'orange' }]),
      ...(critical === undefined ? [] : [{ value: critical, color: 'red' }]),
    ]);

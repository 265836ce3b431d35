import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import { filled, type PanelOptions } from './panel';

/** A row of these is 24 wide. */
export type AnyPanel = Builder<Panel>;

/** Lines over time. Limits are dashed lines; what is called "may be …" is one, too. */
export const lines = (panel: PanelOptions): AnyPanel =>
  filled(new TimeSeries(), panel, 'range', 8)
    .min(0)
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(VisibilityMode.Never)
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(lineStyle(panel)))
    .overrideByRegexp('/may be/', [
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } },
      { id: 'custom.fillOpacity', value: 0 },
    ])
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));

const lineStyle = ({ limits }: PanelOptions): GraphThresholdsStyleMode =>
  limits === undefined ? GraphThresholdsStyleMode.Off : GraphThresholdsStyleMode.Dashed;

/** What is now, as a large number for each legend; coloured where there are limits. */
export const numbers = (panel: PanelOptions): AnyPanel =>
  filled(new Stat(), panel, 'instant', 5)
    .reduceOptions(latest())
    .graphMode(BigValueGraphMode.None)
    .colorMode(panel.limits === undefined ? BigValueColorMode.None : BigValueColorMode.Background);

/** What is now, as bars to be compared. */
export const bars = (panel: PanelOptions): AnyPanel =>
  filled(new BarGauge(), panel, 'instant', 8).min(0).reduceOptions(latest()).orientation(VizOrientation.Horizontal);

const latest = () => new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false);

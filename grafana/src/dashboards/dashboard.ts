import {
  DashboardBuilder,
  DashboardCursorSync,
  type DashboardLink,
  DashboardLinkType,
  type Panel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { shared } from './panel';
import type { AnyPanel } from './panels';
import type { Variable } from './variables';

/** A page: what is asked first stands first. */
export interface Page {
  /** Of the file, and of the address in Grafana. */
  readonly name: string;
  readonly title: string;
  /** The question it answers. */
  readonly description: string;
  readonly variables: readonly Variable[];
  /** From left to right. */
  readonly rows: readonly (readonly AnyPanel[])[];
}

const tag = 'spillway';

/** To the other pages, with the same variables and the same time. */
const links: DashboardLink = {
  title: 'Spillway',
  type: DashboardLinkType.Dashboards,
  icon: '',
  tooltip: 'The other pages, with what is chosen here',
  tags: [tag],
  asDropdown: false,
  targetBlank: false,
  includeVars: true,
  keepTime: true,
};

export const dashboardOf = (page: Page) => {
  const dashboard = new DashboardBuilder(`Spillway / ${page.title}`)
    .uid(`spillway-${page.name}`)
    .description(page.description)
    .tags([tag])
    .readonly()
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([...page.variables])
    .build();
  return { ...dashboard, links: [links], panels: placed(page) };
};

export type Dashboard = ReturnType<typeof dashboardOf>;

/** Rows below each other; every panel has a number that stays while those before it do. */
function placed({ name, rows }: Page): Panel[] {
  const panels: Panel[] = [];
  let y = 0;
  for (const row of rows) {
    let x = 0;
    const built = row.map((each) => each.build());
    // All as high as the highest: Grafana moves up what stands below a shorter one.
    const h = Math.max(...built.map(({ gridPos }) => gridPos?.h ?? 0));
    for (const panel of built) {
      const own = panel.gridPos?.w ?? shared;
      const w = own === shared ? 24 / row.length : own;
      panels.push({ ...panel, id: panels.length + 1, gridPos: { x, y, w, h } });
      x += w;
    }
    if (x !== 24) throw new Error(`${name}: a row is ${x} of 24 wide (${panels.at(-1)?.title} is its last panel)`);
    y += h;
  }
  return panels;
}

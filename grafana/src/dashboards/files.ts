import { type Dashboard, dashboardOf, type Page } from './dashboard';
import { lag } from './lag';
import { overview } from './overview';
import { pipeline } from './pipeline';
import { platform } from './platform';
import { service } from './service';

const pages: readonly Page[] = [overview, lag, pipeline, service, platform];

/** Every dashboard by its name. */
export const dashboards = (): ReadonlyMap<string, Dashboard> =>
  new Map(pages.map((page) => [page.name, dashboardOf(page)]));

export const dashboardJson = (dashboard: Dashboard): string => `${JSON.stringify(dashboard, null, 2)}\n`;

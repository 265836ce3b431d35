import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, startTemporarySystem } from '@spillway/local';
import { dashboards } from '../dashboards/files';
import { prometheusBeside } from '../live/beside';
import { drawn } from './dashboard';
import { type Asked, panelData } from './panel-data';
import { tell } from './story';

// make dashboards-pictures: what every dashboard shows while something happens to the real system, as pictures in docs/dashboards.
// Each query of each panel is asked of a real Prometheus, as Grafana would ask it. The page of the platform needs a cluster.

const folder = join(repositoryRoot(), 'docs/dashboards');
const say = (line: string) => process.stdout.write(`${line}\n`);
const step = 3;
const chosen = {
  namespace: 'local',
  group: '.+',
  topic: '.+',
  service: 'orders',
  __rate_interval: '15s',
  __range: '5m',
};

async function main(): Promise<void> {
  const system = await startTemporarySystem({
    env: { lag: { LAG_INTERVAL_MS: '1000', LAG_STALLED_AFTER_MS: '6000' } },
  });
  // Times of rules are ten times shorter: what takes an hour in life is to be seen within minutes.
  const prometheus = await prometheusBeside(system, 10);
  try {
    const start = Math.ceil(Date.now() / 1_000);
    say('a story of four minutes begins');
    await tell(system, say);
    const range = { start, end: Math.floor(Date.now() / 1_000), step };
    await draw({ url: prometheus.url, range, chosen });
  } finally {
    await prometheus.stop();
    await system.stop();
  }
}

async function draw(asked: Asked): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { start, end } = asked.range;
  for (const [name, dashboard] of dashboards()) {
    if (name === 'platform') continue;
    const panels = await Promise.all(dashboard.panels.map((panel) => panelData(panel, asked)));
    writeFileSync(join(folder, `${name}.svg`), drawn(dashboard.title ?? name, panels, [start, end]));
    say(`wrote docs/dashboards/${name}.svg`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});

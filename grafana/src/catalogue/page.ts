import { allMetrics, type Metric } from './metric';
import { unitOf } from './unit';

/** docs/metrics.md: what each service tells, as its code defines it. */
export function cataloguePage(): string {
  return `# Metrics

Generated from the code (\`make dashboards\`); a test holds it against the services. Each service answers \`GET /metrics\` on its own
port, in the classic text format or, where it is asked for, in OpenMetrics with exemplars that name traces.

- Durations are in seconds; a histogram \`x\` has \`x_bucket\`, \`x_sum\` and \`x_count\`.
- No label's values grow with traffic: never an id, a path or a message of an error. \`route\` is the pattern.
- What cannot be measured is absent, never 0. Gauges of what a database holds are told by every replica: take the \`max\`.

${sections().map(section).join('\n')}`;
}

interface Section {
  readonly services: readonly string[];
  readonly metrics: readonly Metric[];
}

/** Metrics of the same services stand together, those of most services first. */
function sections(): Section[] {
  const owners = new Map<string, { metric: Metric; services: string[] }>();
  for (const [service, metrics] of allMetrics()) {
    for (const metric of metrics) {
      const known = owners.get(metric.name) ?? { metric, services: [] };
      known.services.push(service);
      owners.set(metric.name, known);
    }
  }
  const grouped = Map.groupBy(owners.values(), ({ services }) => services.join(', '));
  return [...grouped.values()]
    .map((group) => ({ services: group[0]?.services ?? [], metrics: group.map(({ metric }) => metric) }))
    .sort((a, b) => b.services.length - a.services.length);
}

function section({ services, metrics }: Section): string {
  const title = services.length === allMetrics().size ? 'Every service' : services.join(', ');
  const [own, node] = [metrics.filter((metric) => !ofNode(metric)), metrics.filter(ofNode)];
  return [
    `## ${title}`,
    '',
    table(own),
    ...(node.length > 0 ? ['', 'Of Node and the process:', '', table(node)] : []),
    '',
  ].join('\n');
}

const ofNode = ({ name }: Metric) => /^(nodejs|process)_/.test(name);

function table(metrics: readonly Metric[]): string {
  const rows = [...metrics]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((metric) => [
      `\`${metric.name}\``,
      metric.type,
      metric.labels.map((label) => `\`${label}\``).join(' '),
      unitOf(metric),
      metric.help.replaceAll('|', '\\|').replace(/\.$/, ''),
    ]);
  return [['Name', 'Type', 'Labels', 'Unit', 'Meaning'], ['---', '---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

import { ruleFiles } from '../src/alerts/files';
import { isAlert } from '../src/alerts/rule';
import { knownSeries } from '../src/catalogue/known';
import { dashboardJson, dashboards } from '../src/dashboards/files';
import { filledIn, panels, queries } from '../src/dashboards/queries';
import { parseQuery } from '../src/promql/parse';

// Any values will do: what is asked is whether they make a query.
const chosen = {
  namespace: 'spillway',
  group: '.+',
  topic: '.+',
  service: 'orders',
  __rate_interval: '1m',
  __range: '1h',
};
const known = knownSeries();
/** Somebody else's gauges with the name of a counter. */
const gaugesNamedSo = new Set(['cnpg_backends_total', 'cnpg_backends_waiting_total']);

describe.each([...dashboards()])('%s', (name, dashboard) => {
  it('has a question to answer, and cannot be edited', () => {
    expect(dashboard).toMatchObject({ uid: `spillway-${name}`, editable: false, tags: ['spillway'] });
    expect(dashboard.description).toMatch(/^[A-Z].{20,}[.?)]$/);
  });

  it('chooses Prometheus first, then the namespace, then what is within', () => {
    const [source, namespace, ...within] = dashboard.templating.list ?? [];
    expect([source?.name, source?.type, namespace?.name]).toEqual(['datasource', 'datasource', 'namespace']);
    for (const variable of [namespace, ...within]) expect(variable?.datasource?.uid).toBe('$datasource');
    for (const variable of within) expect(variable.query).toContain('namespace="$namespace"');
    // Asked anew when the time is changed: a group that was there last week is to be chosen for last week.
    for (const variable of [namespace, ...within]) expect(variable?.refresh).toBe(2);
  });

  it('leads to the other pages with what is chosen', () => {
    expect(dashboard.links).toMatchObject([{ tags: ['spillway'], includeVars: true, keepTime: true }]);
  });

  it('is read on a screen or two: few panels, none over another', () => {
    expect(dashboard.panels.length).toBeLessThanOrEqual(12);
    const taken = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } = { x: 0, y: 0, w: 0, h: 0 } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('fits a ConfigMap', () => {
    expect(dashboardJson(dashboard).length).toBeLessThan(100_000);
  });
});

it.each(panels.map(({ page, panel }) => [`${page} / ${panel.title}`, panel] as const))(
  '%s says what is seen, in which unit, from the chosen Prometheus',
  (_name, panel) => {
    expect(panel.title).toMatch(/^[A-Z].{2,50}$/);
    expect(panel.description).toMatch(/^[A-Z0-9].{15,}\.$/s);
    expect(panel.fieldConfig?.defaults?.unit).toMatch(/^(s|bytes|Bps|percentunit|reqps|cps|short)$/);
    expect(panel.datasource).toEqual({ type: 'prometheus', uid: '$datasource' });
    for (const target of panel.targets ?? []) expect(target).toMatchObject({ datasource: panel.datasource });
    expect(panel.targets?.length).toBeGreaterThan(0);
  },
);

it.each(queries)('$name asks for what there is', ({ expr, legend }) => {
  expect(filledIn(expr, chosen)).not.toMatch(/\$[a-z_]/);
  expectKnown(expr);
  const { grouping } = parseQuery(filledIn(expr, chosen));
  for (const [, label] of legend.matchAll(/\{\{(\w+)\}\}/g)) expect(grouping).toContain(label);
});

it.each(queries)('$name asks within the chosen namespace, and for rates as long as the screen can show', ({ expr }) => {
  for (const selector of expr.matchAll(/\{[^{}]*=[^{}]*\}/g)) expect(selector[0]).toMatch(/namespace=~?"\$namespace/);
  for (const [, window] of expr.matchAll(/\[([^\]]+)\]/g)) expect(['$__rate_interval', '$__range']).toContain(window);
});

it.each(queries)('$name takes counters by how they grow', ({ expr }) => {
  const counters = parseQuery(filledIn(expr, chosen))
    .selectors.map(({ metric }) => metric)
    .filter((metric) => /_(total|bucket|count|sum)$/.test(metric) && !gaugesNamedSo.has(metric));
  const grown = [...expr.matchAll(/\b(?:rate|increase)\((\w+)/g)].map(([, metric]) => metric);
  expect(counters.filter((metric) => !grown.includes(metric))).toEqual([]);
});

const rules = Object.values(ruleFiles()).flatMap((groups) => groups.flatMap((group) => group.rules));
it.each(rules.map((rule) => [isAlert(rule) ? rule.alert : rule.record, rule.expr]))(
  'the rule %s asks for what there is',
  (_name, expr) => expectKnown(expr),
);

/** It is PromQL, and every metric and label in it exists. */
function expectKnown(expr: string): void {
  const { selectors, grouping, made, errors } = parseQuery(filledIn(expr, chosen));
  expect(errors).toEqual([]);
  expect(selectors.length).toBeGreaterThan(0);
  const labels = new Set(made);
  for (const selector of selectors) {
    const its = known.get(selector.metric);
    expect([selector.metric, its === undefined ? 'unknown' : 'known']).toEqual([selector.metric, 'known']);
    expect([selector.metric, selector.labels.filter((label) => !its?.has(label))]).toEqual([selector.metric, []]);
    for (const label of its ?? []) labels.add(label);
  }
  expect(grouping.filter((label) => !labels.has(label))).toEqual([]);
}

import { stringify } from 'yaml';
import { absent } from './absent';
import { burnRates } from './burn-rate';
import { consumers } from './consumers';
import { deadLetters } from './dead-letters';
import { freshness } from './freshness';
import { availability, latency } from './http';
import { pipeline } from './pipeline';
import { platform } from './platform';
import { isAlert, type Rule, type RuleGroup } from './rule';
import { inFull, type Timing } from './timing';

/** Every file of rules by its name. */
export const ruleFiles = (time: Timing = inFull): Readonly<Record<string, readonly RuleGroup[]>> => ({
  freshness: [burnRates(freshness, time)],
  consumers: [
    { name: 'consumers', rules: consumers(time) },
    { name: 'dead-letters', rules: deadLetters(time) },
  ],
  pipeline: [{ name: 'pipeline', rules: pipeline(time) }],
  absent: [{ name: 'absent', rules: absent(time) }],
  http: [burnRates(availability, time), burnRates(latency, time)],
  platform: [{ name: 'platform', rules: platform(time) }],
});

/** Where the runbook is read; an alert names its own section. */
const runbook = 'https://github.com/spillway/spillway/blob/main/docs/runbook.md';

function asPrometheusHasIt(rule: Rule): object {
  if (!isAlert(rule)) return rule;
  const { alert, expr, severity, labels, summary, description } = rule;
  return {
    alert,
    expr,
    for: rule.for,
    labels: { severity, ...labels },
    annotations: { summary, description, runbook_url: `${runbook}#${alert.toLowerCase()}` },
  };
}

/** What Prometheus reads, and the `spec` of a PrometheusRule. */
export const ruleSpec = (all: readonly RuleGroup[]) => ({
  groups: all.map(({ name, rules }) => ({ name: `spillway-${name}`, rules: rules.map(asPrometheusHasIt) })),
});

const text = (content: object): string => stringify(content, { lineWidth: 0, blockQuote: 'literal' });

/** A plain file of rules, as Prometheus itself and promtool read it. */
export const plainRules = (all: readonly RuleGroup[]): string => text(ruleSpec(all));

/** The same for Prometheus Operator. */
export const prometheusRule = (name: string, all: readonly RuleGroup[]): string =>
  `# Generated: make dashboards\n${text({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: {
      name: `spillway-${name}`,
      labels: { 'app.kubernetes.io/part-of': 'spillway' },
    },
    spec: ruleSpec(all),
  })}`;

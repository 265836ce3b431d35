/** `critical` wakes somebody; `warning` waits for the morning. */
export type Severity = 'critical' | 'warning';

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  /** As Prometheus writes it. */
  readonly for: string;
  readonly severity: Severity;
  /** What is wrong, in the words of who is woken by it. */
  readonly summary: string;
  /** What it means, with numbers. */
  readonly description: string;
  /** Tells rules of one name from each other. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Recording {
  readonly record: string;
  readonly expr: string;
}

export type Rule = Alert | Recording;

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export const isAlert = (rule: Rule): rule is Alert => 'alert' in rule;

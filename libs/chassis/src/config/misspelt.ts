import type { Env } from './environment';

/**
 * Refuses names that are almost a setting: a misspelt timeout would otherwise be ignored in silence.
 * Names further away (KAFKA_HOME, KAFKA_PORT_9092_TCP of a Kubernetes service link) belong to others and are left alone.
 */
export function misspelt(from: Env, prefix: string, settings: readonly string[]): void {
  const unknown = from.names().filter((name) => name.startsWith(prefix) && !settings.includes(name));
  for (const name of unknown) {
    const meant = settings.find((setting) => distance(name, setting) <= 2);
    if (meant) from.fail(name, `is no setting; did you mean ${meant}?`);
  }
}

/** Levenshtein: how many letters apart two names are. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let i = 1; i <= left.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (above[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      row.push(Math.min(change, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return row[right.length] ?? 0;
}

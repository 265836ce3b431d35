/** Counters of one pod since it started. */
export interface PodMetrics {
  /** Messages whose effects are durable. */
  processed: number;
  /** Messages begun and given up at a rebalance: their remote half may have run in vain. */
  abandoned: number;
  /** Times it has joined the group. */
  joins: number;
  /** Seconds it has spent joining. */
  joinSeconds: number;
  /** Calls to the payment provider. */
  calls: number;
}

const counters: Record<keyof PodMetrics, RegExp> = {
  processed: /^messaging_client_consumed_messages_total\{.*outcome="processed"/,
  abandoned: /^messaging_client_consumed_messages_total\{.*outcome="abandoned"/,
  joins: /^kafka_consumer_rebalances_total\b/,
  joinSeconds: /^kafka_consumer_rebalance_duration_seconds_sum\b/,
  calls: /^payment_provider_request_duration_seconds_count\b/,
};

export function parseMetrics(text: string): PodMetrics {
  const sums: PodMetrics = { processed: 0, abandoned: 0, joins: 0, joinSeconds: 0, calls: 0 };
  for (const line of text.split('\n')) {
    for (const [name, pattern] of Object.entries(counters)) {
      if (pattern.test(line)) sums[name as keyof PodMetrics] += Number(line.slice(line.lastIndexOf(' ')));
    }
  }
  return sums;
}

/** undefined where nobody answers: a pod that is going, or not there yet. */
export async function readMetrics(url: string): Promise<PodMetrics | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_500) });
    return answer.ok ? parseMetrics(await answer.text()) : undefined;
  } catch {
    return undefined;
  }
}

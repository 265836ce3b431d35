import type { EventEmitter } from 'node:events';
import { Counter, Gauge } from 'prom-client';

const asked = new Counter({
  name: 'gateway_target_requests_total',
  help: 'Requests to a service behind the gateway: answered, failed, or refused because it fails (open) or has too much to do (full)',
  labelNames: ['target', 'outcome'],
});

const open = new Gauge({
  name: 'gateway_target_open',
  help: '1 while a service is left alone because it fails, 0 otherwise',
  labelNames: ['target'],
});

const outcomes = { success: 'answered', failure: 'failed', reject: 'open', semaphoreLocked: 'full' } as const;

/** Shows what becomes of the requests to a target. */
export function breakerMetrics(breaker: EventEmitter, target: string): void {
  open.set({ target }, 0);
  breaker.on('open', () => open.set({ target }, 1));
  breaker.on('close', () => open.set({ target }, 0));
  for (const [event, outcome] of Object.entries(outcomes)) {
    const counter = asked.labels({ target, outcome });
    breaker.on(event, () => counter.inc());
  }
}

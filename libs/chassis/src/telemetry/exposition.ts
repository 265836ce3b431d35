import type { Registry } from 'prom-client';
import { openMetrics } from './open-metrics';

const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

export interface Exposition {
  readonly body: string;
  readonly contentType: string;
}

/**
 * All metrics in the format that the scraper asks for. Prometheus prefers OpenMetrics, the only one that has exemplars; curl and
 * whoever names nothing gets the classic text.
 */
export async function expose(registry: Registry, accept: string | undefined): Promise<Exposition> {
  if (accept?.includes('application/openmetrics-text')) {
    return { body: await openMetrics(registry), contentType: openMetricsType };
  }
  return { body: await registry.metrics(), contentType: registry.contentType };
}

import { Gauge } from 'prom-client';
import { type Observe, preparedHistogram } from '../telemetry/histogram';

const duration = preparedHistogram({
  name: 'http_server_request_duration_seconds',
  help: 'From the complete request head to the answer handed to the socket',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

let active = 0;

new Gauge({
  name: 'http_server_active_requests',
  help: 'Requests begun and not yet answered',
  collect() {
    this.set(active);
  },
});

export const requestBegins = (): void => {
  active++;
};

export const requestEnds = (): void => {
  active--;
};

/** `traceparent` of the request's span, where it is recorded. */
export type ObserveRequest = (status: number, seconds: number, traceparent: string | undefined) => void;

/** The observation for one route; its children per status are made at their first use. `route` is the pattern, never the path. */
export function routeDuration(method: string, route: string): ObserveRequest {
  const byStatus: Observe[] = [];
  return (status, seconds, traceparent) => {
    let observe = byStatus[status];
    if (observe === undefined) {
      observe = duration({ method, route, status: String(status) });
      byStatus[status] = observe;
    }
    observe(seconds, traceparent);
  };
}

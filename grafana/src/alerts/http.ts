import { realRoutes, upTo } from '../promql/fragments';
import type { Objective } from './burn-rate';

const by = 'namespace, job';
const requests = 'http_server_request_duration_seconds';
// Refused before they were requests of any route; they count as bad all the same.
const refused = (window: string) => `rate(http_server_refused_requests_total[${window}])`;

/** 99.9 % of all requests are answered, and not with 5xx. */
export const availability: Objective = {
  name: 'availability',
  alert: 'HttpErrors',
  by: by.split(', '),
  good: 0.999,
  bad: (window) =>
    [
      `sum by (${by}) (rate(${requests}_count{status=~"5..",${realRoutes}}[${window}]) or ${refused(window)})`,
      `sum by (${by}) (rate(${requests}_count{${realRoutes}}[${window}]) or ${refused(window)})`,
    ].join('\n/\n'),
  summary: '{{ $labels.job }} fails or refuses requests',
  description: 'More requests than 0.1 % are answered 5xx or refused for overload.',
};

/** 99 % of all requests are answered within a quarter of a second. */
export const latency: Objective = {
  name: 'latency',
  alert: 'HttpSlow',
  by: by.split(', '),
  good: 0.99,
  bad: (window) =>
    [
      `1 - sum by (${by}) (rate(${requests}_bucket{${upTo(0.25)},${realRoutes}}[${window}]))`,
      `sum by (${by}) (rate(${requests}_count{${realRoutes}}[${window}]))`,
    ].join('\n/\n'),
  summary: '{{ $labels.job }} answers slowly',
  description: 'More requests than 1 % take longer than 250 ms.',
};

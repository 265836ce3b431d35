import { realRoutes } from '../promql/fragments';
import type { Page } from './dashboard';
import { lines } from './panels';
import { max, perSecond, quantile, sum } from './query';
import { service as chosen, place } from './variables';

const own = 'job="$service"';
const requests = 'http_server_request_duration_seconds';
const routes = `${own},${realRoutes}`;
// No 5xx yet is a share of 0, not an unknown one.
const failed = `(${perSecond(`${requests}_count`, '', `${routes},status=~"5.."`)} or vector(0))`;

export const service: Page = {
  name: 'service',
  title: 'Service',
  description: 'One service from the outside (rate, errors, duration) and from within (what is full).',
  variables: [...place, chosen],
  rows: [
    [
      lines({
        title: 'Requests a second',
        description:
          'Answered requests by status, and those refused with 503 for overload. What the platform asks is left out.',
        unit: 'reqps',
        queries: {
          '{{status}}': perSecond(`${requests}_count`, 'status', routes),
          refused: perSecond('http_server_refused_requests_total', '', own),
        },
      }),
      lines({
        title: 'Share that fails',
        description: 'Of all answers those with 5xx. One in a thousand is allowed.',
        unit: 'percentunit',
        queries: { '5xx': `${failed} / (${perSecond(`${requests}_count`, '', routes)} > 0)` },
        limits: { warning: 0.001, critical: 0.0144 },
      }),
      lines({
        title: 'Duration, p99',
        description: 'From the complete head of a request to its answer, by route. A quarter of a second is allowed.',
        unit: 's',
        queries: { '{{method}} {{route}}': quantile(0.99, requests, 'method, route', routes) },
        limits: { warning: 0.25 },
      }),
    ],
    [
      lines({
        title: 'Under way',
        description:
          'Requests begun and not answered, messages taken and not settled, items that wait for the next statement.',
        unit: 'short',
        queries: {
          requests: sum('http_server_active_requests', '', own),
          'messages of {{topic}}': sum('messaging_in_flight_messages', 'topic', own),
          'writes: {{writer}}': sum('coalesced_write_queue_items', 'writer', own),
        },
      }),
      lines({
        title: 'Connections to the database',
        description: 'All replicas together: in use, and how many there may be (dashed). At the limit, callers wait.',
        unit: 'short',
        queries: {
          '{{state}}': sum('db_client_connections', 'state', own),
          'there may be': sum('db_client_connections_max', '', own),
        },
      }),
      lines({
        title: 'Callers that wait for a connection',
        description: 'Above 0 for longer, the database is slow or the pool is small.',
        unit: 'short',
        queries: { '{{instance}}': max('db_client_connections_pending_requests', 'instance', own) },
        limits: { warning: 1 },
      }),
    ],
    [
      lines({
        title: 'Event loop, p99 of its delay',
        description:
          'How late timers are: what else runs on the one thread. Measured with one of 100 ms, so that much is calm. A delay of a heartbeat costs the group a rebalance.',
        unit: 's',
        queries: { '{{instance}}': max('nodejs_eventloop_lag_p99_seconds', 'instance', own) },
        limits: { warning: 0.2, critical: 1 },
      }),
      lines({
        title: 'Processor',
        description:
          'Cores in use by each replica. JavaScript runs on one; more are the collector of garbage and cryptography.',
        unit: 'short',
        queries: { '{{instance}}': perSecond('process_cpu_seconds_total', 'instance', own) },
        limits: { warning: 0.9 },
      }),
      lines({
        title: 'Memory',
        description:
          'Resident memory of each replica, and what of it are live and dead objects. A heap that only grows is a leak.',
        unit: 'bytes',
        queries: {
          '{{instance}}': max('process_resident_memory_bytes', 'instance', own),
          '{{instance}} heap': max('nodejs_heap_size_used_bytes', 'instance', own),
        },
      }),
    ],
    [
      lines({
        title: 'Collecting garbage',
        description: 'Share of the time that each replica spends on it. Above a tenth, memory is short.',
        unit: 'percentunit',
        queries: { '{{instance}}': perSecond('nodejs_gc_duration_seconds_sum', 'instance', own) },
        limits: { warning: 0.1 },
      }),
      lines({
        title: 'Running since',
        description: 'Age of each replica. A line that falls is a restart.',
        unit: 's',
        queries: { '{{instance}}': `time() - ${max('process_start_time_seconds', 'instance', own)}` },
      }),
      lines({
        title: 'Versions',
        description: 'Replicas by version and Node. Two of them are a release under way, or one that stands still.',
        unit: 'short',
        queries: { '{{version}}, Node {{node}}': sum('build_info', 'version, node', own) },
      }),
    ],
  ],
};

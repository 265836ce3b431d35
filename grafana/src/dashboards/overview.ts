import { serviceNames } from '@spillway/local';
import { badShare } from '../alerts/burn-rate';
import { freshness } from '../alerts/freshness';
import { orderDeadline } from '../alerts/pipeline';
import { hours, inFull } from '../alerts/timing';
import type { Page } from './dashboard';
import { againstTarget } from './late';
import { lines, numbers } from './panels';
import { gainedFromNothing, max, perSecond, sum } from './query';
import { place } from './variables';

const budget = Number((1 - freshness.good).toFixed(6));
const burnt = (window: number) => `max by (group) (${badShare(freshness, window)}{namespace="$namespace"}) / ${budget}`;
const placedOrders = 'method="POST",route="/orders",status="201"';

export const overview: Page = {
  name: 'overview',
  title: 'Overview',
  description: 'Is anything late, and do orders go through? The other pages say why not.',
  variables: place,
  rows: [
    [
      numbers({
        title: 'How late, of what is allowed',
        description:
          'The oldest event that each group has not processed, as a share of the lateness that its owner allows. At 100 % it is late.',
        unit: 'percentunit',
        width: 10,
        queries: { '{{group}}': againstTarget },
        limits: { warning: 0.5, critical: 1 },
      }),
      numbers({
        title: 'Firing alerts',
        description: 'Alerts that wake somebody or wait for the morning. The runbook has a section for each.',
        unit: 'short',
        width: 4,
        // Alerts on what is absent know no namespace.
        queries: { alerts: 'count(ALERTS{alertstate="firing",namespace=~"$namespace|"}) or vector(0)' },
        limits: { critical: 1 },
      }),
      numbers({
        title: 'Processes that answer',
        description: 'Replicas of each service that Prometheus reaches. At 0 the service is down, or is not scraped.',
        unit: 'short',
        width: 10,
        queries: { '{{job}}': sum('up', 'job', `job=~"${serviceNames.join('|')}"`) },
      }),
    ],
    [
      lines({
        title: 'Orders a second',
        description:
          'Accepted with 201, and ended by the saga. What comes in must end: a gap between the lines that stays is orders that wait.',
        unit: 'cps',
        queries: {
          accepted: perSecond('http_server_request_duration_seconds_count', '', placedOrders),
          '{{status}}': perSecond('order_saga_endings_total', 'status'),
        },
      }),
      lines({
        title: 'Budget of freshness, how fast it burns',
        description: `${freshness.good * 100} % of the events may not be late. At 1 the budget of 30 days lasts 30 days; at 14.4 two percent of it are gone within an hour, and somebody is woken.`,
        unit: 'short',
        queries: Object.fromEntries(
          [hours(1), hours(6)].map((window) => [`{{group}} over ${inFull(window)}`, burnt(window)]),
        ),
        limits: { warning: 1, critical: 14.4 },
      }),
    ],
    [
      numbers({
        title: 'Oldest order without an answer',
        description: 'Age of the oldest order that is neither confirmed nor cancelled. Its deadline ends it.',
        unit: 's',
        width: 6,
        queries: { oldest: max('order_saga_oldest_open_age_seconds', '') },
        limits: { warning: 60, critical: orderDeadline },
      }),
      numbers({
        title: 'Orders there are',
        description: 'All that are in the database, by status.',
        unit: 'short',
        width: 12,
        queries: { '{{status}}': `sum by (status) (${max('orders', 'status, currency')})` },
      }),
      numbers({
        title: 'Put aside',
        description:
          'Messages that went to the dead letters within the time shown. The page Pipeline says whose and why.',
        unit: 'short',
        width: 6,
        queries: { 'dead letters': `${gainedFromNothing('dlq_messages_total', '', '$__range')} or vector(0)` },
        limits: { critical: 1 },
      }),
    ],
  ],
};

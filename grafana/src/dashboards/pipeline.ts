import { realRoutes } from '../promql/fragments';
import type { Page } from './dashboard';
import { bars, lines } from './panels';
import { gainedFromNothing, max, perSecond, quantile } from './query';
import { place } from './variables';

const delivery = (group: string) => `group="${group}"`;

/** The stages of one order, in its order. Delivery counts from the event's own time, so it holds the relay and the broker, too. */
const stages = (share: number): Record<string, string> => ({
  '1 accepted': quantile(
    share,
    'http_server_request_duration_seconds',
    '',
    `job="orders",method="POST",route="/orders",${realRoutes}`,
  ),
  '2 published ({{job}})': quantile(share, 'outbox_publish_duration_seconds', 'job'),
  '3 payment authorized': quantile(share, 'event_delivery_latency_seconds', '', delivery('payments')),
  '3 stock reserved': quantile(share, 'event_delivery_latency_seconds', '', delivery('products')),
  '4 order confirmed': quantile(share, 'event_delivery_latency_seconds', '', delivery('orders')),
  '5 notified': quantile(share, 'event_delivery_latency_seconds', '', delivery('notifications')),
  '6 mail handed over': quantile(share, 'mail_handover_duration_seconds', '', 'outcome="sent"'),
});

export const pipeline: Page = {
  name: 'pipeline',
  title: 'Pipeline',
  description: 'Where on its way does an order lose time, and what falls off the way?',
  variables: place,
  rows: [
    [
      bars({
        title: "An order's way, p99",
        description:
          'What each stage takes, from POST to mail. 1 and 2 are calls; 3 to 5 count from the time of the event to its being processed.',
        unit: 's',
        queries: stages(0.99),
        limits: { warning: 1, critical: 10 },
      }),
      lines({
        title: "An order's way, p50",
        description: 'The same stages over time, for one order of two.',
        unit: 's',
        queries: stages(0.5),
      }),
    ],
    [
      lines({
        title: 'Committed and not yet published',
        description:
          'Age of the oldest event that the relay of each service has not handed to the broker. Nothing is lost meanwhile; everybody downstream waits.',
        unit: 's',
        queries: { '{{job}}': max('outbox_oldest_pending_age_seconds', 'job') },
        limits: { critical: 30 },
      }),
      lines({
        title: 'Payment provider, p99',
        description: 'Calls to the provider, by what they ask for. Payments cannot be faster than this.',
        unit: 's',
        queries: { '{{call}}': quantile(0.99, 'payment_provider_request_duration_seconds', 'call') },
      }),
      lines({
        title: 'Work on one slice of messages, p99',
        description:
          'From taking messages to their being settled: database and remote calls of the group, without the waiting before.',
        unit: 's',
        queries: { '{{group}}: {{topic}}': quantile(0.99, 'messaging_process_duration_seconds', 'group, topic') },
      }),
    ],
    [
      lines({
        title: 'Orders under way',
        description: 'Orders that are neither confirmed nor cancelled.',
        unit: 'short',
        queries: { open: max('order_saga_open', '') },
      }),
      lines({
        title: 'How orders end',
        description:
          'Sagas that ended, a second, by why. Many at their deadline mean that payments or products does not answer.',
        unit: 'cps',
        queries: { '{{status}}: {{reason}}': perSecond('order_saga_endings_total', 'status, reason') },
      }),
      lines({
        title: 'What becomes of payments',
        description: 'Payments a second, by what became of them. What is authorized is captured or voided in the end.',
        unit: 'cps',
        queries: { '{{outcome}}': perSecond('payments_total', 'outcome') },
      }),
      lines({
        title: 'What becomes of goods',
        description:
          'Orders a second, by what became of the goods they need. What is reserved is committed or released in the end; expired means that an order was lost on its way.',
        unit: 'cps',
        queries: { '{{outcome}}': perSecond('stock_reservations_total', 'outcome') },
      }),
    ],
    [
      lines({
        title: 'Dead letters',
        description:
          'Messages put aside, by who could not process them and why. Each is an order that somebody waits for.',
        unit: 'short',
        queries: {
          '{{group}}: {{topic}}, {{reason}}': gainedFromNothing('dlq_messages_total', 'group, topic, reason'),
        },
        limits: { critical: 1 },
      }),
      lines({
        title: 'Tried again',
        description:
          'Messages a second. transient: something does not answer, and they wait for it. unknown: a few tries, then the dead letters.',
        unit: 'cps',
        queries: { '{{group}}: {{topic}}, {{reason}}': perSecond('message_retries_total', 'group, topic, reason') },
      }),
      lines({
        title: 'Notifications',
        description: 'Notifications a second that were sent, or given up for good, and webhook calls that wait.',
        unit: 'short',
        queries: {
          '{{channel}}: {{outcome}}': perSecond('notifications_total', 'channel, outcome'),
          'webhook calls that wait': max('webhook_waiting_deliveries', ''),
        },
      }),
    ],
  ],
};

import type { Alert } from './rule';
import { minutes, type Timing } from './timing';

/** ORDER_DEADLINE_MS as orders has it when nobody says otherwise, in seconds. Raised there, raise it here. */
export const orderDeadline = minutes(15);

/** From the committed row to the published event, and to the end of the saga. */
export const pipeline = (time: Timing): Alert[] => [
  {
    alert: 'RelayLate',
    expr: 'max by (namespace, job) (outbox_oldest_pending_age_seconds) > 30',
    for: time(minutes(1)),
    severity: 'critical',
    summary: 'Events of {{ $labels.job }} are not published',
    description:
      'The oldest committed event has waited {{ $value | humanizeDuration }} for the broker. Nothing is lost; everybody downstream waits.',
  },
  {
    alert: 'RelayWithoutLeader',
    // Another relay takes over within two seconds.
    expr: 'max by (namespace, job) (relay_leader) == 0',
    for: time(minutes(1)),
    severity: 'critical',
    summary: 'No process publishes the events of {{ $labels.job }}',
    description: 'All of them stand by: none gets the lock in the database.',
  },
  {
    alert: 'RelayGapOpen',
    expr: 'max by (namespace, job) (relay_oldest_gap_age_seconds) > 600',
    for: time(minutes(1)),
    severity: 'warning',
    summary: 'A transaction of {{ $labels.job }} has been open for {{ $value | humanizeDuration }}',
    description: 'The relay remembers a gap for it, and vacuum cannot clean up behind it.',
  },
  {
    alert: 'SagaPastDeadline',
    expr: `max by (namespace, job) (order_saga_oldest_open_age_seconds) > ${orderDeadline + minutes(1)}`,
    for: time(minutes(1)),
    severity: 'critical',
    summary: 'An order has been pending for {{ $value | humanizeDuration }}',
    description: 'It should have been cancelled at its deadline: the sweep of {{ $labels.job }} stands still.',
  },
];

import { parseMetrics } from '../runner/pod-metrics';
import { figuresOf } from '../scale/figures';
import { lagSeconds } from '../scale/lag-seconds';
import { svg } from '../scale/svg';
import type { Moment } from '../scale/timeline';

const counters = { processed: 0, abandoned: 0, joins: 1, joinSeconds: 0, calls: 0 };

/** A group of one partition: 100 messages come at second 10, 10 are settled a second from then on. */
function moment(second: number, more: Partial<Moment> = {}): Moment {
  const end = second < 10 ? 0 : 100;
  const settled = Math.min(end, Math.max(0, second - 10) * 10);
  return {
    at: second * 1000,
    lag: end - settled,
    offsets: { 0: [settled, end] },
    pods: { a: { ...counters } },
    desired: 1,
    replicas: 1,
    ready: 1,
    ...more,
  };
}

it('tells the age of the oldest message by when the end of its partition was seen to pass it', () => {
  const moments = [8, 10, 12, 15, 20, 22].map((second) => moment(second));
  expect(lagSeconds(moments)).toEqual([0, 0, 2, 5, 0, 0]);
});

it('reads the story of a burst off the moments', () => {
  const two = { replicas: 2, ready: 2, desired: 2 };
  const joined = {
    a: { ...counters, joins: 2, joinSeconds: 1.5, calls: 60 },
    b: { ...counters, joinSeconds: 0.5, calls: 145 },
  };
  const moments = [
    moment(8),
    moment(10),
    moment(14, { ...two, pods: joined }),
    moment(20, { ...two, pods: joined }),
    moment(30, { pods: joined }),
  ];
  const figures = figuresOf({
    moments,
    burst: { startedAt: 10_000, endedAt: 10_500, accepted: 100 },
    latenesses: Array.from({ length: 100 }, (_, index) => [10_000, (index + 1) / 10] as const),
    targetSeconds: 5,
    minReplicas: 1,
  });
  expect(figures).toEqual({
    orders: 100,
    burstSeconds: 0.5,
    secondsToFirstNewReplica: 4,
    secondsToMostReplicas: 4,
    mostReplicas: 2,
    secondsToDrain: 10,
    secondsToMinimum: 20,
    lateness: { worst: 10, p99: 9.9, median: 5, shareWithinTarget: 0.5 },
    rebalances: 1,
    joinSeconds: 2,
    abandoned: 0,
    repeatedCalls: 5,
  });
});

it('adds up the counters of a pod over their labels', () =>
  expect(
    parseMetrics(
      [
        '# HELP messaging_client_consumed_messages_total …',
        'messaging_client_consumed_messages_total{topic="t",group="g",outcome="processed"} 40',
        'messaging_client_consumed_messages_total{topic="t",group="g",outcome="abandoned"} 3',
        'kafka_consumer_rebalances_total{group="g"} 2',
        'kafka_consumer_rebalance_duration_seconds_sum{group="g"} 0.25',
        'payment_provider_request_duration_seconds_count{call="authorize",outcome="ok"} 20',
        'payment_provider_request_duration_seconds_count{call="capture",outcome="ok"} 21',
      ].join('\n'),
    ),
  ).toEqual({ processed: 40, abandoned: 3, joins: 2, joinSeconds: 0.25, calls: 41 }));

it('draws every series, and only text that XML can hold', () => {
  const picture = svg(
    [
      {
        title: 'a < b',
        series: [
          {
            name: 'x',
            colour: '#000',
            points: [
              [0, 1],
              [5, 3],
            ],
          },
        ],
      },
    ],
    10,
  );
  expect(picture.match(/class="line"/g)).toHaveLength(2); // the line and its legend
  expect(picture).toContain('a &lt; b');
});

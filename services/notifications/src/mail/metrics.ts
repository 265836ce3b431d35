import { Counter, Histogram } from 'prom-client';

export const sunk = new Counter({
  name: 'mail_sink_messages_total',
  help: 'Mails counted by the sink that stands in for a mail server in measurements',
});

export const handover = new Histogram({
  name: 'mail_handover_duration_seconds',
  help: 'From a mail being rendered to its being sent, refused for good, or deferred (the server is away or asks to wait)',
  labelNames: ['outcome'],
  buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

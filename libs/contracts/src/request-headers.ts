/** Headers of a request and of its reply. Their values are text; the body is JSON. */
export const requestHeaderNames = {
  command: 'command',
  requestId: 'requestid',
  replyTopic: 'replytopic',
  replyPartition: 'replypartition',
  /** When nobody waits any more, in milliseconds since 1970 by the clock of who asks. */
  deadline: 'deadline',
  /** The client's own key: a repeat of it is the same request. */
  idempotencyKey: 'idempotencykey',
  correlationId: 'correlationid',
  traceparent: 'traceparent',
  tracestate: 'tracestate',
  /** Of a reply: `done`, or `failed` with a problem document as the body. */
  outcome: 'outcome',
} as const;

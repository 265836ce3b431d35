import { requestHeaderNames as names } from '@spillway/contracts';
import { headerText } from '../consumer/dead-letter-headers';

export interface RequestHeaders {
  readonly command: string;
  readonly requestId: string;
  readonly replyTopic: string;
  readonly replyPartition: number;
  readonly deadline: number;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId: string;
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

type Received = Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;

const json = { 'content-type': 'application/json' };

export function requestHeaders(request: RequestHeaders): Record<string, string> {
  const headers: Record<string, string> = { ...json };
  for (const [field, name] of Object.entries(names)) {
    const value: unknown = Reflect.get(request, field);
    if (value !== undefined) headers[name] = String(value);
  }
  return headers;
}

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** The headers of a request; undefined when it is none, or says not where to answer. */
export function readRequest(headers: Received): RequestHeaders | undefined {
  const text = (name: keyof typeof names) => headerText(headers[names[name]]);
  const [command, requestId, replyTopic] = [text('command'), text('requestId'), text('replyTopic')];
  const [replyPartition, deadline] = [whole(text('replyPartition')), whole(text('deadline'))];
  if (!command || !requestId || !replyTopic || replyPartition === undefined || deadline === undefined) return undefined;
  return {
    command,
    requestId,
    replyTopic,
    replyPartition,
    deadline,
    idempotencyKey: text('idempotencyKey'),
    correlationId: text('correlationId') ?? requestId,
    traceparent: text('traceparent'),
    tracestate: text('tracestate'),
  };
}

export type Outcome = 'done' | 'failed';

export const replyHeaders = ({ requestId, correlationId }: RequestHeaders, outcome: Outcome) => ({
  ...json,
  [names.requestId]: requestId,
  [names.correlationId]: correlationId,
  [names.outcome]: outcome,
});

/** Whose request a reply answers, and how; undefined when the message is no reply. */
export function readReply(headers: Received): { requestId: string; outcome: Outcome } | undefined {
  const [requestId, outcome] = [headerText(headers[names.requestId]), headerText(headers[names.outcome])];
  return requestId && (outcome === 'done' || outcome === 'failed') ? { requestId, outcome } : undefined;
}

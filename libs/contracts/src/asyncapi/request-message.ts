import type { CommandType } from '../command-type';
import { requestHeaderNames as names } from '../request-headers';

type HeaderName = keyof typeof names;

const described: Record<HeaderName, object> = {
  command: { type: 'string' },
  requestId: { type: 'string', description: 'Of this request; its reply has the same' },
  replyTopic: { type: 'string', description: 'Where the reply is waited for' },
  replyPartition: { type: 'string', pattern: '^[0-9]{1,15}$', description: 'The partition of it that who asks reads' },
  deadline: {
    type: 'string',
    pattern: '^[0-9]{1,15}$',
    description: 'When nobody waits any more, in milliseconds since 1970. What comes later is not worked on',
  },
  idempotencyKey: { type: 'string', description: 'Under a repeated key the command is carried out once' },
  correlationId: { type: 'string', description: 'The same for everything that one request caused' },
  traceparent: { type: 'string', description: 'W3C trace context' },
  tracestate: { type: 'string', description: 'W3C trace context' },
  outcome: { type: 'string', enum: ['done', 'failed'] },
};

const headers = (required: readonly HeaderName[], optional: readonly HeaderName[] = []) => ({
  type: 'object',
  properties: {
    'content-type': { type: 'string', const: 'application/json' },
    ...Object.fromEntries([...required, ...optional].map((name) => [names[name], described[name]])),
  },
  required: ['content-type', ...required.map((name) => names[name])],
});

/** The headers of requests and of replies, as the requester and the responder of the chassis write them. */
export const requestSchemas = {
  requestHeaders: headers(
    ['command', 'requestId', 'replyTopic', 'replyPartition', 'deadline', 'correlationId'],
    ['idempotencyKey', 'traceparent', 'tracestate'],
  ),
  replyHeaders: headers(['requestId', 'correlationId', 'outcome']),
};

/** What is common to requests and replies. */
export const request = {
  contentType: 'application/json',
  correlationId: {
    description: 'A reply has the id of its request',
    location: `$message.header#/${names.requestId}`,
  },
};

const having = (schema: keyof typeof requestSchemas, header: HeaderName, value: string) => ({
  allOf: [
    { $ref: `#/components/schemas/${schema}` },
    { type: 'object', properties: { [names[header]]: { type: 'string', const: value } } },
  ],
});

const traits = [{ $ref: '#/components/messageTraits/request' }];

export const replyNameOf = ({ name }: CommandType): string => `${name}.reply`;

/** A command as two messages: what is asked for, and what is answered when it has been carried out. */
export const messagesOf = (command: CommandType) => ({
  [command.name]: {
    name: command.name,
    title: `The command ${command.name}`,
    traits,
    headers: having('requestHeaders', 'command', command.name),
    payload: command.data,
  },
  [replyNameOf(command)]: {
    name: replyNameOf(command),
    title: `The reply to ${command.name}`,
    traits,
    headers: having('replyHeaders', 'outcome', 'done'),
    payload: command.reply,
  },
});

/** The reply to a command that was not carried out. */
export const problem = {
  name: 'problem',
  title: 'Why a command was not carried out',
  summary: 'A problem document (RFC 9457) with a stable code',
  traits,
  headers: having('replyHeaders', 'outcome', 'failed'),
  payload: {
    type: 'object',
    properties: {
      status: { type: 'integer', minimum: 400, maximum: 599, description: 'As an HTTP server would answer' },
      code: { type: 'string', description: 'Stable, for machines' },
      detail: { type: 'string', description: 'For people' },
      title: { type: 'string' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
          required: ['pointer', 'detail'],
        },
      },
      retryAfter: { type: 'string', description: 'Seconds' },
    },
    required: ['status', 'code', 'detail'],
  },
};

import { SpanKind } from '@opentelemetry/api';
import { type CommandData, type CommandReply, type CommandType, newId } from '@spillway/contracts';
import { Problem } from '../../http/problem';
import type { Part } from '../../lifecycle';
import type { TraceParent } from '../../telemetry/trace-context';
import type { KafkaClient } from '../client';
import type { FetchedMessage } from '../offsets/cluster';
import type { OutgoingMessage } from '../producer/message';
import { sizeOf } from '../producer/size';
import { tail } from '../tail';
import { commandSpan } from './command-span';
import { invalidData, RequesterStopped, RequestNotSent, TooManyRequests } from './errors';
import { strayReplies } from './metrics';
import { pendingRequests } from './pending';
import { problemFrom } from './problem-body';
import { readReply, requestHeaders } from './wire';

export interface RequestOptions extends TraceParent {
  /** Milliseconds until nobody waits any more; the responder knows it, too. 5 s unless said. */
  readonly timeoutMs?: number;
  /** Commands of one key are carried out one after the other, and a repeat under the same key has one effect. */
  readonly key?: string;
  /** Ends the wait. What was asked for may still be done. */
  readonly signal?: AbortSignal;
  readonly correlationid?: string;
}

export interface Requester extends Part {
  /**
   * Asks, and waits for the answer.
   * @throws Problem as the responder gave it; RequestTimeout, TooManyRequests, RequestNotSent, RequesterStopped (Problems, too);
   * the signal's reason.
   */
  send<C extends CommandType>(command: C, data: CommandData<C>, options?: RequestOptions): Promise<CommandReply<C>>;
}

export interface RequesterOptions {
  readonly kafka: KafkaClient;
  /** Shared by all instances; each reads one partition of it, which its requests name. */
  readonly replyTopic: string;
  /** Requests that may wait at once; one more is refused. */
  readonly maxPending?: number;
  /** A larger request is refused, in bytes. Below the `maxMessageBytes` of the topics of all commands. */
  readonly maxRequestBytes?: number;
}

const longestTimeoutMs = 2 ** 31 - 1; // of a timer in Node: a longer one would fire at once

function checkedTimeout(timeoutMs: number): number {
  if (timeoutMs > 0 && timeoutMs <= longestTimeoutMs) return Math.ceil(timeoutMs);
  throw new RangeError(`timeoutMs must be above 0 and at most ${longestTimeoutMs}, it is ${timeoutMs}`);
}

/** Questions over Kafka, and their answers. Replies to an earlier life of this process are ignored: their ids are unknown. */
export function requester(options: RequesterOptions): Requester {
  const { kafka, replyTopic, maxPending = 10_000, maxRequestBytes = 900_000 } = options;
  const pending = pendingRequests();
  let running = false;
  const replies = tail({
    kafka: kafka.kafka,
    topic: replyTopic,
    choose: (partitions) => [Math.floor(Math.random() * partitions)],
    each: settle,
  });

  function replyPartition(): number {
    const [partition] = replies.partitions();
    if (partition === undefined) throw new RequesterStopped();
    return partition;
  }

  function settle({ headers = {}, value }: FetchedMessage): void {
    const reply = readReply(headers);
    const waiting = reply && pending.find(reply.requestId);
    const body = waiting && bodyOf(value);
    if (!waiting) strayReplies.inc();
    else if (body instanceof Problem) waiting.fail(body, 'failed');
    else if (reply.outcome === 'failed') waiting.fail(problemFrom(body), 'failed');
    else if (waiting.command.errorsInReply(body).length === 0) waiting.done(body);
    else waiting.fail(new Problem(502, 'unreadable-reply', 'The reply does not have the agreed form'), 'failed');
  }

  function messageFor(command: CommandType, value: string, id: string, deadline: number, asked: RequestOptions) {
    const headers = requestHeaders({
      command: command.name,
      requestId: id,
      replyTopic,
      replyPartition: replyPartition(),
      deadline,
      idempotencyKey: asked.key,
      correlationId: asked.correlationid ?? id,
      traceparent: asked.traceparent,
      tracestate: asked.tracestate,
    });
    const message: OutgoingMessage = { topic: command.topic, key: asked.key ?? id, value, headers };
    if (sizeOf(message) <= maxRequestBytes) return message;
    throw new Problem(413, 'request-too-large', `${command.name} may take up ${maxRequestBytes} bytes at most.`);
  }

  /** Everything that can be refused is refused before anybody waits. */
  async function ask(command: CommandType, data: unknown, asked: RequestOptions): Promise<unknown> {
    const { signal, traceparent } = asked;
    const timeoutMs = checkedTimeout(asked.timeoutMs ?? 5_000);
    const id = newId();
    const value = JSON.stringify(data) ?? 'null';
    const message = messageFor(command, value, id, Date.now() + timeoutMs, asked);
    if (pending.size() >= maxPending) throw new TooManyRequests(maxPending);
    const answer = pending.wait({ id, command, timeoutMs, signal, traceparent });
    kafka.send(message).catch((cause) => pending.find(id)?.fail(new RequestNotSent(command.name, cause), 'unsent'));
    return answer;
  }

  async function send(command: CommandType, data: unknown, asked: RequestOptions = {}): Promise<unknown> {
    if (!running) throw new RequesterStopped();
    asked.signal?.throwIfAborted();
    const errors = command.errorsIn(data);
    if (errors.length > 0) throw invalidData(command, errors);
    const span = commandSpan('send', SpanKind.CLIENT, command, asked);
    try {
      const trace = { traceparent: span.traceparent(), tracestate: span.tracestate() };
      const reply = await ask(command, data, { ...asked, ...trace });
      span.end();
      return reply;
    } catch (error) {
      span.end(error);
      throw error;
    }
  }

  return {
    name: 'requester',
    async start(fail) {
      await replies.start?.(fail);
      running = true;
    },
    async stop() {
      running = false;
      pending.failAll(() => new RequesterStopped(), 'stopped');
      await replies.stop?.();
    },
    notReady: () => replies.notReady?.(),
    send: send as Requester['send'],
  };
}

function bodyOf(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString('utf8') ?? 'null');
  } catch (cause) {
    return new Problem(502, 'unreadable-reply', 'The reply is not JSON', { cause });
  }
}

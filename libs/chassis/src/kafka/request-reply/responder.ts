import { Permanent, Transient } from '../../errors';
import { Problem } from '../../http/problem';
import type { Part } from '../../lifecycle';
import { beforeEnd } from '../../lifecycle/before-end';
import { withLogFields } from '../../telemetry/log-context';
import type { KafkaClient } from '../client';
import type { Delivery } from '../consumer/delivery';
import { messageConsumer } from '../consumer/message-consumer';
import type { OutgoingMessage } from '../producer/message';
import { sizeOf } from '../producer/size';
import { isTooLarge } from '../producer/too-large';
import { type CommandAnswer, carryOut } from './carry-out';
import { type CommandOutcome, handledCommands } from './metrics';
import { problemBody } from './problem-body';
import { isRefused, sendReply } from './send-reply';
import { type RequestHeaders, readRequest, replyHeaders } from './wire';

export interface ResponderOptions {
  readonly kafka: KafkaClient;
  readonly group: string;
  readonly answers: readonly CommandAnswer[];
  /** Where answers may go: a request decides on one of these, and on no other topic this service may write to. */
  readonly replyTopics: readonly string[];
  /** Commands of a slice worked on at once. */
  readonly concurrency?: number;
  /** A larger reply is refused with a problem instead, in bytes. Below the `maxMessageBytes` of the reply topics. */
  readonly maxReplyBytes?: number;
  /** How far the clock of a requester may be behind ours before requests count as expired too early. */
  readonly clockSkewMs?: number;
}

/** Shares of KAFKA_PROCESSING_TIMEOUT: the pipeline must not take a slow command for one that never ends, and repeat it. */
const [shareOfWork, shareOfAll] = [0.8, 0.95];

/**
 * Carries commands out and answers them. At least once: a process that dies between effect and answer leaves the command
 * to the next one, so an effect must stand a repeat under the same key. What nobody waits for any more is counted and
 * not worked on. A failure is an answer, never a dead letter; only what is no request at all is one.
 * Guarantee: the reply is with the broker before the request's offset may be committed, or nobody waits for it any more.
 * A command that takes long holds up those fetched with it, for as long as somebody waits for it at most.
 */
export function responder(options: ResponderOptions): Part {
  const { kafka, group, answers, concurrency, maxReplyBytes = 900_000, clockSkewMs = 250 } = options;
  const byName = new Map(answers.map((entry) => [entry.command.name, entry]));
  const topics = [...new Set(answers.map(({ command }) => command.topic))];
  const replyTopics = new Set(options.replyTopics);
  const { processingTimeout } = kafka.config;

  function messageOf(request: RequestHeaders, given: string | Problem): OutgoingMessage {
    const failed = given instanceof Problem;
    const value = failed ? JSON.stringify(problemBody(given)) : given;
    const headers = replyHeaders(request, failed ? 'failed' : 'done');
    return { topic: request.replyTopic, partition: request.replyPartition, key: null, value, headers };
  }

  const tooLarge = (request: RequestHeaders) =>
    messageOf(
      request,
      new Problem(500, 'reply-too-large', `The answer to ${request.command} is too large to be sent.`),
    );

  async function replyTo(request: RequestHeaders, message: Delivery, signal: AbortSignal): Promise<OutgoingMessage> {
    const entry = byName.get(request.command);
    const unknown = () => new Problem(501, 'unknown-command', 'Nobody here knows this command.');
    const reply = messageOf(request, entry ? await carryOut(entry, request, message, signal) : unknown());
    return sizeOf(reply) <= maxReplyBytes ? reply : tooLarge(request);
  }

  const overdue = (request: RequestHeaders) =>
    messageOf(request, new Problem(504, 'command-timeout', `${request.command} takes longer than it may here.`));

  /** Sends what is to be said, or that it is too large. */
  async function say(reply: OutgoingMessage, request: RequestHeaders, signal: AbortSignal): Promise<CommandOutcome> {
    try {
      await sendReply(kafka, reply, signal);
      return reply.headers.outcome === 'done' ? 'done' : 'failed';
    } catch (error) {
      if (!isTooLarge(error)) throw unanswerable(error);
    }
    await sendReply(kafka, tooLarge(request), signal).catch((error: unknown) => Promise.reject(unanswerable(error)));
    return 'failed';
  }

  async function respond(request: RequestHeaders, message: Delivery, outer: AbortSignal): Promise<CommandOutcome> {
    const taken = Date.now();
    const deadline = request.deadline + clockSkewMs;
    if (deadline <= taken) return 'expired';
    const workEnds = Math.min(deadline, taken + shareOfWork * processingTimeout);
    const given = await beforeEnd(workEnds, outer, (signal) => replyTo(request, message, signal));
    if (!given && workEnds === deadline) return 'late';
    const allEnds = Math.min(deadline, taken + shareOfAll * processingTimeout);
    const said = await beforeEnd(allEnds, outer, (signal) => say(given ?? overdue(request), request, signal));
    if (said || allEnds === deadline) return said ?? 'late';
    throw new Transient('the reply could not be sent, and is still waited for');
  }

  async function handle(message: Delivery, { signal }: { signal: AbortSignal }): Promise<void> {
    const request = readRequest(message.headers);
    if (!request) throw notARequest('It does not say what is asked, until when, or where to answer');
    if (!replyTopics.has(request.replyTopic))
      throw notARequest('It wants its answer in a topic that is not for answers');
    const command = byName.has(request.command) ? request.command : 'unknown'; // a label must not grow with what is sent
    const fields = { command, requestId: request.requestId, correlationId: request.correlationId };
    const outcome = await withLogFields(fields, () => respond(request, message, signal));
    handledCommands.inc({ command, outcome });
  }

  return messageConsumer({ kafka, group, topics, handle, ...(concurrency !== undefined && { concurrency }) });
}

const notARequest = (why: string, cause?: unknown): Permanent =>
  new Permanent('not-a-request', `The message is no request. ${why}.`, { cause });

/** Nothing that was said about the request can reach whoever asked. */
const unanswerable = (error: unknown): unknown =>
  isRefused(error) ? notARequest('Its answer is refused where it has to go', error) : error;

import { SpanKind } from '@opentelemetry/api';
import type { CommandData, CommandReply, CommandType } from '@spillway/contracts';
import { Problem } from '../../http/problem';
import { toProblem } from '../../http/to-problem';
import { logger } from '../../telemetry/logger';
import type { TraceParent } from '../../telemetry/trace-context';
import type { Delivery } from '../consumer/delivery';
import { commandSpan } from './command-span';
import { invalidData } from './errors';
import type { RequestHeaders } from './wire';

const log = logger('responder');

export interface CommandContext extends TraceParent {
  /** The caller's own key: carry the command out once for it, and answer a repeat with the same. */
  readonly key: string | undefined;
  readonly correlationid: string;
  /** Aborted when nobody waits any more, or another instance may get the command: then heed it, and end. */
  readonly signal: AbortSignal;
}

export type CommandHandler<C extends CommandType> = (
  data: CommandData<C>,
  context: CommandContext,
) => Promise<CommandReply<C>>;

/** A command and what carries it out. */
export interface CommandAnswer {
  readonly command: CommandType;
  readonly handle: (data: unknown, context: CommandContext) => Promise<unknown>;
}

/** Binds a command to what carries it out; the types of both are held together here. */
export const answer = <C extends CommandType>(command: C, handle: CommandHandler<C>): CommandAnswer => ({
  command,
  handle: handle as CommandAnswer['handle'],
});

/** What the command gives, as JSON, or the problem that kept it from giving it. Never rejects: a failure is an answer. */
export async function carryOut(
  { command, handle }: CommandAnswer,
  request: RequestHeaders,
  message: Delivery,
  signal: AbortSignal,
): Promise<string | Problem> {
  const span = commandSpan('process', SpanKind.CONSUMER, command, request);
  try {
    const data = dataOf(command, message);
    const { idempotencyKey: key, correlationId: correlationid } = request;
    const trace = { traceparent: span.traceparent(), tracestate: span.tracestate() };
    const result = (await span.run(() => handle(data, { key, correlationid, signal, ...trace }))) ?? null;
    const errors = command.errorsInReply(result);
    if (errors.length > 0) throw new Error(`the reply to ${command.name} breaks its contract`, { cause: errors });
    const json = JSON.stringify(result);
    span.end();
    return json;
  } catch (error) {
    span.end(error);
    const problem = toProblem(error, 1);
    if (problem.status >= 500 && !signal.aborted) log.warn('a command failed', { error });
    return problem;
  }
}

function dataOf(command: CommandType, { value }: Delivery): unknown {
  let data: unknown;
  try {
    data = JSON.parse(value?.toString('utf8') ?? '');
  } catch (cause) {
    throw new Problem(400, 'invalid-json', 'The request is not JSON', { cause });
  }
  const errors = command.errorsIn(data);
  if (errors.length > 0) throw invalidData(command, errors);
  return data;
}

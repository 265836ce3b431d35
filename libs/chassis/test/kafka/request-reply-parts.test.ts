import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { Problem } from '../../src';
import { problemBody, problemFrom } from '../../src/kafka/request-reply/problem-body';
import { readReply, readRequest, replyHeaders, requestHeaders } from '../../src/kafka/request-reply/wire';
import { beforeEnd } from '../../src/lifecycle/before-end';

describe('a problem on the wire', () => {
  it('is the same on the other side', () => {
    const problem = new Problem(409, 'TAKEN', 'It is taken.', {
      title: 'Conflict',
      errors: [{ pointer: '/text', detail: 'is taken' }],
      headers: { 'retry-after': '3' },
      legal: ['wait'],
      cause: new Error('inside'),
    });
    const { status, code, message, title, errors, headers, members, cause } = problemFrom(
      JSON.parse(JSON.stringify(problemBody(problem))),
    );
    const got = { status, code, message, title, errors, headers, members };
    for (const [name, value] of Object.entries(got)) expect(value).toEqual(Reflect.get(problem, name));
    expect(cause).toBeUndefined();
  });

  it('is one that can be passed on, whatever was sent', () => {
    const words = fc.constantFrom('status', 'code', 'detail', 'title', 'errors', 'retryAfter', 'headers', 'cause', 'x');
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(words, fc.oneof(fc.jsonValue(), fc.integer(), fc.string())),
    );
    fc.assert(
      fc.property(anything, (body) => {
        const problem = problemFrom(body);
        expect(problem.status).toBeGreaterThanOrEqual(400);
        expect(problem.status).toBeLessThan(600);
        expect(Object.keys(problem.headers ?? {}).filter((name) => name !== 'retry-after')).toEqual([]);
        expect(problem.cause).toBeUndefined();
        for (const mistake of problem.errors ?? []) expect(typeof mistake.pointer).toBe('string');
      }),
    );
  });
});

describe('the headers', () => {
  const request = {
    command: 'texts.echo',
    requestId: 'r',
    replyTopic: 'replies',
    replyPartition: 3,
    deadline: 1_700_000_000_000,
    idempotencyKey: 'k',
    correlationId: 'c',
    traceparent: undefined,
    tracestate: undefined,
  };

  it('say of a request and a reply what has to be known', () => {
    const headers = requestHeaders(request);
    expect(Object.keys(headers)).toEqual(
      expect.arrayContaining(
        'command requestid replytopic replypartition deadline idempotencykey correlationid'.split(' '),
      ),
    );
    expect(readRequest(headers)).toEqual(request);
    expect(readReply(replyHeaders(request, 'failed'))).toEqual({ requestId: 'r', outcome: 'failed' });
    expect(readReply(headers)).toBeUndefined();
  });

  it.each([
    { command: '' },
    { requestid: '' },
    { replytopic: '' },
    { replypartition: '' },
    { replypartition: '-1' },
    { replypartition: '1.5' },
    { deadline: '' },
    { deadline: 'Infinity' },
    { deadline: '9'.repeat(400) },
  ])('make no request with %j', (wrong) => {
    expect(readRequest({ ...requestHeaders(request), ...wrong })).toBeUndefined();
  });
});

describe('work with an end', () => {
  const never = () => new Promise<never>(() => {});
  const soon = () => Date.now() + 20;
  const later = () => Date.now() + 60_000;

  it('gives what the work gives, throws what it throws, and leaves no listener', async () => {
    const { signal } = new AbortController();
    expect(await beforeEnd(later(), signal, async () => 'done')).toBe('done');
    await expect(beforeEnd(later(), signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('is told when its time is up', async () => {
    let told: AbortSignal | undefined;
    const { signal } = new AbortController();
    const work = (own: AbortSignal) => {
      told = own;
      return never();
    };
    expect(await beforeEnd(soon(), signal, work)).toBeUndefined();
    expect(told?.aborted).toBe(true);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('ends with what is around it, even if that has ended before', async () => {
    const outer = new AbortController();
    const running = beforeEnd(later(), outer.signal, never);
    outer.abort(new Error('stopping'));
    await expect(running).rejects.toThrow('stopping');
    await expect(beforeEnd(later(), outer.signal, never)).rejects.toThrow('stopping');
  });
});

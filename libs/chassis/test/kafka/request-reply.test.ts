import { Problem, type Requester } from '../../src';
import { eventually } from '../../src/testing';
import { echo, metric, type RequestScene, requestScene } from './support/request-scene';

describe('a request over Kafka', () => {
  let stage: RequestScene;
  let asking: Requester;
  const handled: string[] = [];
  beforeAll(async () => {
    stage = await requestScene({ replyPartitions: 1, config: { maxAttempts: 2 } });
    await stage.responder(async (data, context) => {
      handled.push(data.text);
      if (data.text === 'conflict')
        throw new Problem(409, 'TAKEN', 'It is taken.', {
          legal: ['wait'],
          headers: { 'retry-after': '7', 'set-cookie': 'a=b' },
        });
      if (data.text === 'broken') throw new TypeError('secret of the inside');
      if (data.text === 'misshapen') return { text: '' };
      if (data.text === 'context') return { text: `${context.key} ${context.correlationid}` };
      return echo(data, context);
    });
    asking = await stage.requester();
  });
  afterAll(() => stage.end());

  const raw = (headers: Record<string, string>, value = '{"text":"raw"}') =>
    stage.publishRaw([{ key: null, value, headers }]);
  const headers = () => ({
    command: stage.Echo.name,
    requestid: 'raw-1',
    replytopic: stage.replyTopic,
    replypartition: '0',
    deadline: String(Date.now() + 20_000),
  });

  it('is answered, with the context it was asked in', async () => {
    expect(await asking.send(stage.Echo, { text: 'hello' })).toEqual({ text: 'hello' });
    const asked = { key: 'key-1', correlationid: 'order-7' };
    expect(await asking.send(stage.Echo, { text: 'context' }, asked)).toEqual({ text: 'key-1 order-7' });
    await eventually(async () => (await stage.commands('done')) === 2); // counted when the broker has the reply
    expect(await metric('kafka_requests_pending')).toBe(0);
  });

  it('reaches each of two requesters on one partition with its own replies', async () => {
    const other = await stage.requester();
    const texts = Array.from({ length: 200 }, (_, n) => `n${n}`);
    const ask = (one: Requester, whose: string) =>
      Promise.all(texts.map((text) => one.send(stage.Echo, { text: `${whose} ${text}` })));
    const [mine, theirs] = await Promise.all([ask(asking, 'mine'), ask(other, 'theirs')]);
    expect(mine).toEqual(texts.map((text) => ({ text: `mine ${text}` })));
    expect(theirs).toEqual(texts.map((text) => ({ text: `theirs ${text}` })));
    await other.stop?.();
  });

  it('brings a typed error back as a problem, and no header that is not harmless', async () => {
    const refused = await asking.send(stage.Echo, { text: 'conflict' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({
      status: 409,
      code: 'TAKEN',
      message: 'It is taken.',
      members: { legal: ['wait'] },
    });
    expect(refused).toMatchObject({ headers: { 'retry-after': '7' } });
    expect(Reflect.get(Object(refused), 'headers')).not.toHaveProperty('set-cookie');
  });

  it('that breaks the handler, or gets a reply of the wrong form, fails once and tells nothing of the inside', async () => {
    for (const text of ['broken', 'misshapen']) {
      const before = handled.length;
      const failure = await asking.send(stage.Echo, { text }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ status: 500, code: 'internal' });
      expect(JSON.stringify(failure)).not.toContain('secret');
      expect(handled.length).toBe(before + 1);
    }
  });

  it('with wrong data is refused before it is sent, and by the responder all the same', async () => {
    const before = handled.length;
    const wrong = { status: 422, code: 'validation-failed', errors: [{ pointer: '/text' }] };
    await expect(asking.send(stage.Echo, { text: '' })).rejects.toMatchObject(wrong);
    const lenient = { ...stage.Echo, errorsIn: () => [] };
    await expect(asking.send(lenient, { text: '' })).rejects.toMatchObject(wrong);
    expect(handled.length).toBe(before);
  });

  it('for a command nobody knows is answered so, under a label that does not grow', async () => {
    const unknown = { ...stage.Echo, name: 'texts.unheard-of' };
    await expect(asking.send(unknown, { text: 'x' })).rejects.toMatchObject({ status: 501, code: 'unknown-command' });
    await eventually(async () => (await metric('kafka_commands_total', { command: 'unknown' })) === 1);
    expect(await metric('kafka_commands_total', { command: 'texts.unheard-of' })).toBe(0);
  });

  it('that is none, or wants its answer where none may go, is a dead letter and is not carried out', async () => {
    const dead = await stage.collect(stage.deadLetterTopic);
    const before = handled.length;
    await raw({});
    await raw({ ...headers(), deadline: 'soon' });
    await raw({ ...headers(), replytopic: stage.topic.name });
    await eventually(() => dead.messages.length === 3);
    expect(dead.messages.map((letter) => letter.headers['dlq-reason'])).toEqual(Array(3).fill('not-a-request'));
    expect(handled.length).toBe(before);
  });

  it('that names a partition that is not there is put aside, and its neighbours are answered', async () => {
    const dead = await stage.collect(stage.deadLetterTopic);
    const known = dead.messages.length;
    const neighbours = Array.from({ length: 20 }, (_, n) => asking.send(stage.Echo, { text: `neighbour ${n}` }));
    await raw({ ...headers(), replypartition: '99' });
    expect(await Promise.all(neighbours)).toHaveLength(20);
    await eventually(() => dead.messages.slice(known).some(({ headers }) => headers.replypartition === '99'));
  });

  it('that is too large is refused to its sender alone', async () => {
    const [large, small] = await Promise.allSettled([
      asking.send(stage.Echo, { text: 'x'.repeat(1_500_000) }),
      asking.send(stage.Echo, { text: 'small' }),
    ]);
    expect(large).toMatchObject({ status: 'rejected', reason: { status: 413, code: 'request-too-large' } });
    expect(small).toMatchObject({ status: 'fulfilled' });
  });
});

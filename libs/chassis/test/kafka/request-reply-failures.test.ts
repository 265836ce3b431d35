import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from '../../src/testing';
import { type OwnBroker, ownBroker } from './support/own-servers';
import { gate, metric, type RequestScene, requestScene } from './support/request-scene';

const strays = () => metric('kafka_replies_ignored_total');

describe('a request', () => {
  let stage: RequestScene;
  const children: ChildProcess[] = [];
  const start = async (options: Parameters<typeof requestScene>[0] = {}) => {
    stage = await requestScene({ partitions: 1, ...options });
    return stage;
  };
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await stage.end();
  });

  async function childResponder(): Promise<ChildProcess> {
    const { Echo, group, replyTopic, topic } = stage;
    const child = fork(join(__dirname, 'support/responder-child.ts'), {
      execArgv: ['--require', join(__dirname, '../lifecycle/run-typescript.cjs')],
      env: {
        ...process.env,
        LOG_LEVEL: 'silent',
        COMMAND: Echo.name,
        TOPIC: topic.name,
        GROUP: group,
        REPLIES: replyTopic,
      },
    });
    children.push(child);
    expect(await once(child, 'message')).toMatchObject(['ready']);
    return child;
  }

  it('whose responder is killed is answered by another one, or ends at its deadline', async () => {
    const { Echo } = await start({ config: { sessionTimeout: 6_000, heartbeatInterval: 500 } });
    const asking = await stage.requester();
    const child = await childResponder();
    const patient = asking.send(Echo, { text: 'patient' }, { timeoutMs: 60_000 });
    const hasty = asking.send(Echo, { text: 'hasty' }, { timeoutMs: 500 }).catch((error: unknown) => error);
    expect(await once(child, 'message')).toMatchObject(['taken']);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await hasty).toMatchObject({ code: 'no-answer' });
    await stage.responder();
    expect(await patient).toEqual({ text: 'patient' });
    await eventually(async () => (await stage.commands('expired')) === 1);
  });

  it('of an earlier life of the requester is not taken for one of this life', async () => {
    const { Echo } = await start();
    const open = gate();
    const handled: string[] = [];
    await stage.responder(async ({ text }) => {
      handled.push(text);
      await open.opened;
      return { text: `answer to ${text}` };
    });
    const before = await stage.requester();
    const lost = before.send(Echo, { text: 'earlier' }).catch((error: unknown) => error);
    await eventually(() => handled.includes('earlier'));
    await before.stop?.();
    expect(await lost).toMatchObject({ code: 'stopping' });
    const ignored = await strays();
    const now = await stage.requester();
    open.open();
    expect(await now.send(Echo, { text: 'now' })).toEqual({ text: 'answer to now' });
    await eventually(async () => (await strays()) === ignored + 1);
  });

  it('whose answer is too large gets a problem instead, whoever notices', async () => {
    const { Echo } = await start({ maxReplyTopicBytes: 20_000 });
    const asking = await stage.requester();
    let carriedOut = 0;
    await stage.responder(
      async ({ text }) => {
        carriedOut++;
        return { text: text.repeat(1_000) };
      },
      { maxReplyBytes: 100_000 },
    );
    const asked = [50, 500, 1].map((length) => asking.send(Echo, { text: 'x'.repeat(length) }));
    const [byTheBroker, byTheResponder, fits] = await Promise.allSettled(asked);
    const tooLarge = { status: 'rejected', reason: { status: 500, code: 'reply-too-large' } };
    expect(byTheBroker).toMatchObject(tooLarge);
    expect(byTheResponder).toMatchObject(tooLarge);
    expect(fits).toMatchObject({ status: 'fulfilled', value: { text: 'x'.repeat(1_000) } });
    expect(carriedOut).toBe(3);
  });

  it('that is repeated under its key has one effect', async () => {
    const { Echo, db } = await start();
    await db.query('CREATE TABLE answers (key text PRIMARY KEY, text text NOT NULL)');
    await stage.responder(async ({ text }, { key }) => {
      await db.query('INSERT INTO answers VALUES ($1, $2) ON CONFLICT DO NOTHING', [key, text]);
      const [row] = await db.query<{ text: string }>('SELECT text FROM answers WHERE key = $1', [key]);
      return { text: row?.text ?? '' };
    });
    const [one, other] = [await stage.requester(), await stage.requester()];
    const replies = await Promise.all([
      ...['first', 'second'].map((text) => one.send(Echo, { text }, { key: 'payment-1' })),
      other.send(Echo, { text: 'third' }, { key: 'payment-1' }),
    ]);
    const [effect] = await db.query<{ text: string }>('SELECT text FROM answers');
    expect(await db.query('SELECT * FROM answers')).toHaveLength(1);
    for (const reply of replies) expect(reply).toEqual({ text: effect?.text });
  });
});

describe('a broker that restarts', () => {
  let broker: OwnBroker & { end(): Promise<void> };
  let stage: RequestScene;
  beforeAll(async () => {
    broker = await ownBroker();
    const config = { brokers: [broker.brokers], sessionTimeout: 6_000, heartbeatInterval: 500, requestTimeout: 3_000 };
    stage = await requestScene({ partitions: 1, config });
  });
  afterAll(async () => {
    await stage.end();
    await broker.end();
  });

  it('loses no answer that is still waited for, and requests go on after it', async () => {
    const { Echo } = stage;
    const open = gate();
    let carriedOut = 0;
    const asking = await stage.requester();
    await stage.responder(async ({ text }) => {
      carriedOut++;
      await open.opened;
      return { text };
    });
    const over = asking.send(Echo, { text: 'over the restart' }, { timeoutMs: 60_000 });
    await eventually(() => carriedOut > 0);
    await broker.stop();
    open.open();
    await broker.start();
    expect(await over).toEqual({ text: 'over the restart' });
    const again = () => asking.send(Echo, { text: 'after it' }, { timeoutMs: 2_000 });
    expect(await eventually(again)).toEqual({ text: 'after it' });
    expect(await asking.notReady?.()).toBeUndefined();
    expect(stage.failures).toEqual([]);
  });
});

import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { Permanent } from '../../src/errors';
import { anEvent } from '../kafka/support/events';
import { record, type Scene, scene } from '../kafka/support/scene';

const program = resolve(__dirname, '../../dist/cli/main.js');

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** The built program as an operator runs it. */
const spillway = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  new Promise((done) => {
    const settings = { KAFKA_BROKERS: process.env.KAFKA_BROKERS, PATH: process.env.PATH, ...env };
    execFile(process.execPath, [program, ...args], { env: settings }, (error, out, err) => {
      done({ code: error ? Number(error.code) : 0, out, err });
    });
  });

describe('spillway on the command line', () => {
  it('tells what it can do', async () => {
    for (const args of [['--help'], ['-h'], ['lag', '--help'], []]) {
      const { code, out, err } = await spillway(args);
      expect([code, err]).toEqual([0, '']);
      for (const command of ['lag', 'dead-letters', 'redrive', 'replay']) expect(out).toContain(`spillway ${command} `);
    }
  });

  it.each([
    [['fly'], "there is no command 'fly'"],
    [['constructor'], "there is no command 'constructor'"],
    [['lag'], 'a group and at least one --topic are needed'],
    [['lag', 'payments'], 'a group and at least one --topic are needed'],
    [['lag', 'payments', 'orders', '--topic', 't'], 'a group and at least one --topic are needed'],
    [['redrive', 'order-events'], 'usage: spillway redrive TOPIC GROUP'],
    [['dead-letters', 'order-events', 'payments', 'more'], 'usage: spillway dead-letters TOPIC GROUP'],
    [['redrive', 'order-events', 'payments', '--limit', '0'], "--limit wants a whole number above 0, not '0'"],
    [['redrive', 'order-events', 'payments', '--limit', 'x'], "--limit wants a whole number above 0, not 'x'"],
    [['replay', 'payments', '--topic', 't'], '--from wants'],
    [['replay', 'payments', '--topic', 't', '--from', 'yesterday'], '--from wants'],
    [['lag', 'payments', '--nonsense'], '--nonsense'],
  ])('ends with 2 and says why: %j', async (args, why) => {
    const { code, out, err } = await spillway(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(why);
  });

  it('ends with 1 where a setting is wrong, or the topic is not there', async () => {
    const wrong = await spillway(['lag', 'g', '--topic', 't'], { KAFKA_BROKERS: 'nonsense' });
    expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringContaining('KAFKA_BROKERS') });
    const missing = await spillway(['lag', 'g', '--topic', 'there-is-no-such-topic']);
    expect(missing).toMatchObject({ code: 1, out: '', err: expect.stringContaining('there-is-no-such-topic') });
  });

  describe('against a group', () => {
    let stage: Scene;
    beforeAll(async () => {
      stage = await scene({ partitions: 1 });
    });
    afterAll(() => stage.end());

    it('shows its lag and dead letters, sends them back, and moves it to the beginning', async () => {
      let broken = true;
      const prepare = async () => {
        if (broken) throw new Permanent('out-of-order', 'the machine is out of order');
      };
      const { topic, group } = stage;
      await stage.publish([1, 2, 3].map((n) => anEvent(topic.name, `key-${n}`, { n })));
      const behind = await spillway(['lag', group, '--topic', topic.name]);
      expect(behind).toEqual({ code: 0, err: '', out: `${topic.name}\t0\t-\t3\t3\n${group} is 3 message(s) behind\n` });

      const member = await stage.member({ Counted: { ...record, prepare } });
      await stage.settled(0);
      const rows = JSON.parse((await spillway(['lag', group, '--topic', topic.name, '--json'])).out);
      expect(rows).toEqual([{ topic: topic.name, partition: 0, committed: '3', end: '3', lag: '0' }]);

      const letters = await spillway(['dead-letters', topic.name, group]);
      expect(letters.out).toContain('0\tkey-1\tout-of-order\tPermanent: the machine is out of order\n');
      expect(letters.out).toContain('3 dead letter(s)\n');

      broken = false;
      const one = await spillway(['redrive', topic.name, group, '--limit', '1']);
      expect(one).toEqual({ code: 0, err: '', out: `1 message(s) sent back to ${topic.name}\n` });
      expect((await spillway(['redrive', topic.name, group])).out).toContain('2 message(s) sent back');
      await stage.settled(3);

      const refused = await spillway(['replay', group, '--topic', topic.name, '--from', 'beginning']);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toContain('has 1 member(s). Stop its consumers');
      await member.stop?.();
      const moved = await spillway(['replay', group, '--topic', topic.name, '--from', 'beginning']);
      expect(moved).toEqual({ code: 0, err: '', out: `${group} will read 6 message(s) again\n` });
    });
  });
});

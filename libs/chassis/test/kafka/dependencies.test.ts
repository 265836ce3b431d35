import type { Event } from '@spillway/contracts';
import { Transient } from '../../src/errors';
import { bareKafka, eventually, testDatabase } from '../../src/testing';
import { anEvent } from './support/events';
import { type OwnPostgres, ownPostgres } from './support/own-servers';
import { record, type Scene, scene } from './support/scene';

const numbered = (stage: Scene, count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => anEvent(stage.topic.name, `key-${n % 9}`, { n: from + n }));

/** Members of the group as the broker sees them; a member that was thrown out comes back under another id. */
async function memberIds(stage: Scene): Promise<string[]> {
  const admin = bareKafka(stage.config).admin();
  await admin.connect();
  try {
    const { groups } = await admin.describeGroups([stage.group]);
    return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId)).toSorted();
  } finally {
    await admin.disconnect();
  }
}

describe('a dependency that is down', () => {
  it('is waited for: no dead letters, order kept, and the members stay for longer than their session', async () => {
    const stage = await scene({ config: { sessionTimeout: 6_000, heartbeatInterval: 1_000 } });
    try {
      const dead = await stage.collect(stage.deadLetterTopic);
      let down = true;
      const prepare = async ({ data }: Event<string, { n: number }>) => {
        if (down && data.n % 2 === 0) throw new Transient('the provider is down');
      };
      await stage.member({ Counted: { ...record, prepare } });
      await stage.member({ Counted: { ...record, prepare } });
      const before = await eventually(async () => {
        const ids = await memberIds(stage);
        return ids.length === 2 && ids;
      });
      await stage.publish(numbered(stage, 90));
      const until = Date.now() + 7_000; // one session and more
      await eventually(() => Date.now() > until, { everyMs: 250 });
      expect(await memberIds(stage)).toEqual(before);
      expect(await stage.effects()).toEqual([]);
      down = false;
      const effects = await stage.settled(90);
      for (let key = 0; key < 9; key++) {
        const ofKey = effects.filter((effect) => effect.key === `key-${key}`).map(({ n }) => n);
        expect(ofKey).toEqual(ofKey.toSorted((a, b) => a - b));
      }
      expect(dead.messages).toEqual([]);
    } finally {
      await stage.end();
    }
  });

  describe('PostgreSQL', () => {
    let postgres: OwnPostgres & { end(): Promise<void> };
    let stage: Scene;
    const sharedServer = process.env.POSTGRES_URL;
    beforeAll(async () => {
      postgres = await ownPostgres();
      process.env.POSTGRES_URL = postgres.url;
      stage = await scene({ database: await testDatabase() });
    });
    afterAll(async () => {
      await stage.end();
      process.env.POSTGRES_URL = sharedServer;
      await postgres.end();
    });

    it('may stop, crash and come back under a running consumer', async () => {
      const dead = await stage.collect(stage.deadLetterTopic);
      await stage.member({ Counted: record }, { config: { sliceSize: 20 } });
      await stage.publish(numbered(stage, 200));
      await stage.settled(200);
      await postgres.stop();
      await stage.publish(numbered(stage, 200, 200));
      await postgres.start();
      await stage.settled(400);
      const publishing = stage.publish(numbered(stage, 500, 400));
      await postgres.kill();
      await publishing;
      await postgres.start();
      await stage.settled(900);
      expect(dead.messages).toEqual([]);
      expect(stage.failures).toEqual([]);
    });

    it('need not be there when the consumer stops', async () => {
      const member = await stage.member({ Counted: record });
      await stage.settled(900);
      await postgres.stop();
      await stage.publish(numbered(stage, 50, 900));
      await eventually(async () => (await stage.lag()).some(({ lag }) => lag > 0n));
      await member.stop?.(); // which would wait for ever if it waited for the database
      await postgres.start();
    });
  });
});

import type { Event } from '@spillway/contracts';
import type { Part } from '../../src/lifecycle';
import { eventually } from '../../src/testing';
import { anEvent } from './support/events';
import { record, recordAll, type Scene, scene } from './support/scene';

type Numbered = Event<string, { n: number }>;

/** Holds every transaction back until it is opened. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let waiting = 0;
  return {
    open: () => open(),
    waiting: () => waiting,
    handler: {
      async apply(prepared: readonly (readonly [Numbered, unknown])[], tx: Parameters<typeof recordAll>[1]) {
        waiting++;
        await opened;
        await recordAll(
          prepared.map(([event]) => event),
          tx,
        );
        return undefined;
      },
    },
  };
}

describe('the group', () => {
  let stage: Scene;
  beforeEach(async () => {
    stage = await scene({ partitions: 4, config: { heartbeatInterval: 200, sliceSize: 50 } });
  });
  afterEach(() => stage.end());

  const numbered = (count: number, from = 0) =>
    Array.from({ length: count }, (_, n) => anEvent(stage.topic.name, `key-${n % 20}`, { n: from + n }));

  async function inOrderOnce(count: number): Promise<void> {
    const effects = await stage.settled(count, { timeoutMs: 20_000 });
    expect(new Set(effects.map(({ event_id }) => event_id)).size).toBe(count);
    for (let key = 0; key < 20; key++) {
      const ofKey = effects.filter((effect) => effect.key === `key-${key}`).map(({ n }) => n);
      expect(ofKey).toEqual(ofKey.toSorted((a, b) => a - b));
    }
  }

  it('takes a second member in the middle of a slow batch: nothing lost, nothing twice, no wrong commit', async () => {
    const slow = gate();
    await stage.publish(numbered(1_000));
    await stage.member({ Counted: slow.handler });
    await eventually(() => slow.waiting() > 0);
    const joining = stage.member({ Counted: record });
    slow.open();
    await joining;
    await inOrderOnce(1_000);
    await stage.publish(numbered(400, 1_000));
    await inOrderOnce(1_400);
  });

  it('keeps its members’ work while they come and go', async () => {
    const members: Part[] = [await stage.member({ Counted: record })];
    for (let round = 0; round < 4; round++) {
      await stage.publish(numbered(500, round * 500));
      members.push(await stage.member({ Counted: record }));
      if (round % 2 === 1) await members.shift()?.stop?.();
    }
    await inOrderOnce(2_000);
    expect(stage.failures).toEqual([]);
  });

  it('never has its offsets moved back by a member that is on its way out', async () => {
    const slow = gate();
    await stage.publish(numbered(1_000));
    const leaving = await stage.member({ Counted: slow.handler });
    await eventually(() => slow.waiting() > 0);
    const stopping = leaving.stop?.();
    slow.open();
    await stopping;
    const committed = (await stage.lag()).map((partition) => partition.committed ?? 0n);
    // What was under way was finished and committed: the effects are exactly what the offsets say.
    const [{ count } = { count: '' }] = await stage.db.query<{ count: string }>('SELECT count(*) FROM effects');
    expect(Number(count)).toBeGreaterThan(0);
    expect(committed.reduce((sum, offset) => sum + Number(offset), 0)).toBe(Number(count));
    await stage.member({ Counted: record });
    await inOrderOnce(1_000);
    const after = (await stage.lag()).map((partition) => partition.committed ?? 0n);
    after.forEach((offset, index) => void expect(offset).toBeGreaterThanOrEqual(committed[index] ?? 0n));
  });

  it('is left without waiting for a remote side that does not answer', async () => {
    let begun = 0;
    const prepare = () => {
      begun++;
      return new Promise(() => {});
    };
    await stage.publish(numbered(100));
    const patient = { processingTimeout: 600_000 }; // so long it would wait otherwise
    const member = await stage.member({ Counted: { ...record, prepare } }, { config: patient });
    await eventually(() => begun > 0);
    await member.stop?.();
    await stage.member({ Counted: record });
    await inOrderOnce(100);
  });
});

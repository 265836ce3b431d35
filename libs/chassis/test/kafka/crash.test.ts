import { eventually } from '../../src/testing';
import { record, scene } from './support/scene';

describe('a consumer that kafkajs gives up', () => {
  it('ends the process with the reason instead of living on without consuming', async () => {
    const stage = await scene({ partitions: 1 });
    try {
      // The broker's minimum is 6 s: it refuses the join, and no further try can change that.
      const joining = stage.member({ Counted: record }, { config: { sessionTimeout: 1_000, heartbeatInterval: 300 } });
      const [failure] = await eventually(() => stage.failures.length > 0 && stage.failures);
      expect(failure).toMatchObject({ message: `the consumer of group ${stage.group} has ended for good` });
      expect(String(failure?.cause)).toMatch(/session timeout/i);
      expect(await stage.members[0]?.notReady?.()).toBe(`not a member of group ${stage.group}`);
      await stage.members[0]?.stop?.();
      await joining; // a start that is waiting for its assignment ends with the stop
    } finally {
      await stage.end();
    }
  });
});

import { type System, startTemporarySystem } from '@spillway/local';
import { runChaos } from '../chaos/run';
import { moodyProvider } from '../system/moody-provider';
import { withoutLimits } from '../system/without-limits';

let system: System;

beforeAll(async () => {
  system = await startTemporarySystem({ env: { ...moodyProvider, ...withoutLimits } });
});

afterAll(async () => {
  await system?.stop();
});

it('loses and doubles nothing while every part is killed or restarted once (short form of make test-chaos)', async () => {
  const said: string[] = [];
  const { verdict } = await runChaos({ system, orders: 2_000, ratePerSecond: 100, say: (line) => said.push(line) });
  expect(verdict.findings).toEqual([]);
  expect(verdict.facts.accepted).toBe(2_000);
}, 300_000);

/** One verified step of the demo: does something, checks it, and says what it saw in numbers. */
export interface Step {
  readonly title: string;
  run(): Promise<string>;
}

const colour = process.stdout.isTTY
  ? { good: '\u001b[32m', bad: '\u001b[31m', dim: '\u001b[2m', off: '\u001b[0m' }
  : { good: '', bad: '', dim: '', off: '' };
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Tells the steps one after the other; a step that fails does not end the story. @returns how many failed */
export async function tell(steps: readonly Step[]): Promise<number> {
  let failed = 0;
  for (const { title, run } of steps) {
    if (process.stdout.isTTY) process.stdout.write(`${colour.dim}… ${title}${colour.off}\r`);
    const started = performance.now();
    const seconds = () => `${colour.dim}(${((performance.now() - started) / 1000).toFixed(1)} s)${colour.off}`;
    try {
      const saw = await run();
      say(`${colour.good}✓${colour.off} ${title}: ${saw} ${seconds()}`);
    } catch (error) {
      failed++;
      say(
        `${colour.bad}✗${colour.off} ${title}: ${error instanceof Error ? error.message : String(error)} ${seconds()}`,
      );
    }
  }
  return failed;
}

/** @throws with `otherwise` when the condition does not hold. */
export function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** Steps with a tick each, and a count at the end. A step that the rest stands on ends the run when it fails. */
export interface Report {
  step(name: string, work: () => Promise<string | undefined>, options?: { essential?: boolean }): Promise<void>;
  say(line: string): void;
  finish(): number;
}

class RunEnded extends Error {
  override name = 'RunEnded';
}

export function report(write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`)): Report {
  const counts = { passed: 0, failed: 0 };
  const started = Date.now();
  const seconds = (from: number) => `${((Date.now() - from) / 1000).toFixed(1)} s`;
  return {
    say: (line) => write(`    ${line}`),
    async step(name, work, { essential = false } = {}) {
      const from = Date.now();
      const still = setInterval(() => write(`    ${name}: still at it (${seconds(from)})`), 30_000);
      try {
        const detail = await work();
        counts.passed++;
        write(`✓ ${name} (${seconds(from)})${detail ? `: ${detail}` : ''}`);
      } catch (error) {
        counts.failed++;
        write(`✗ ${name} (${seconds(from)})`);
        write((error instanceof Error ? error.message : String(error)).replace(/^/gm, '    '));
        if (essential) throw new RunEnded('what follows stands on this');
      } finally {
        clearInterval(still);
      }
    },
    finish() {
      write(`${counts.passed} passed, ${counts.failed} failed (${seconds(started)})`);
      return counts.failed === 0 ? 0 : 1;
    },
  };
}

export const isRunEnded = (error: unknown): boolean => error instanceof RunEnded;

import { logger } from '../telemetry/logger';
import type { Part } from './part';

const log = logger('lifecycle');

/**
 * Stops the parts one after the other, last first. A part that fails to stop is logged and does not keep the others from it.
 * Returns the names of those that had not stopped cleanly when the time was up; it never takes longer than `timeout`.
 */
export async function stopParts(parts: readonly Part[], timeout: number): Promise<string[]> {
  const unfinished = new Set(parts.map((part) => part.name));
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, timeout));
  });
  await Promise.race([deadline, inReverse(parts, unfinished)]);
  clearTimeout(timer);
  return [...unfinished];
}

async function inReverse(parts: readonly Part[], unfinished: Set<string>): Promise<void> {
  for (const part of parts.toReversed()) {
    const since = performance.now();
    try {
      await part.stop?.();
      unfinished.delete(part.name);
      log.debug(`${part.name} stopped`, { milliseconds: Math.round(performance.now() - since) });
    } catch (error) {
      log.error(`${part.name} could not stop cleanly`, { error });
    }
  }
}

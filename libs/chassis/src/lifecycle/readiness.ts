import { messageOf } from '../telemetry/error-shape';
import type { Part } from './part';

export interface Readiness {
  readonly ready: boolean;
  /** Why not, by part. */
  readonly reasons: Record<string, string>;
}

const patience = 2_000;

/** Asks all parts at once. A part that does not answer in time, or throws, is a reason of its own: a probe must never hang. */
export async function askParts(parts: readonly Part[]): Promise<Readiness> {
  const answers = await Promise.all(parts.map(async (part) => [part.name, await ask(part)] as const));
  const reasons = Object.fromEntries(answers.filter((answer): answer is [string, string] => answer[1] !== undefined));
  return { ready: Object.keys(reasons).length === 0, reasons };
}

async function ask(part: Part): Promise<string | undefined> {
  if (!part.notReady) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, patience, `gave no answer within ${patience} ms`);
  });
  try {
    return await Promise.race([part.notReady(), late]);
  } catch (error) {
    return messageOf(error);
  } finally {
    clearTimeout(timer);
  }
}

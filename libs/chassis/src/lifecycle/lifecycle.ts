import { setTimeout as delay } from 'node:timers/promises';
import type { LifecycleConfig } from '../config/lifecycle';
import { identify } from '../telemetry/identity';
import { logger } from '../telemetry/logger';
import { type Host, thisProcess } from './host';
import type { Part } from './part';
import { askParts, type Readiness } from './readiness';
import { stopParts } from './stopping';

export interface Lifecycle {
  /** Parts start in the order they are added and stop in reverse. */
  add<P extends Part>(part: P): P;
  /** Resolves when all parts have started. Rejects when one fails to, after those that had started were stopped. */
  run(): Promise<void>;
  /** Readiness off, then every part's stop. Resolves when all is done or the deadline has passed; never ends the process. */
  stop(why: string): Promise<void>;
  readiness(): Promise<Readiness>;
}

const log = logger('lifecycle');

/**
 * Start in order, stop in reverse, one deadline. A signal, an uncaught error or a part's `fail` stops everything and ends the process:
 * exit code 0 after a clean stop by signal, 1 otherwise.
 */
export function lifecycle(config: LifecycleConfig, host: Host = thisProcess): Lifecycle {
  identify(config);
  const parts: Part[] = [];
  const started: Part[] = [];
  let state: 'starting' | 'running' | 'stopping' | 'stopped' = 'starting';
  let stopped: Promise<boolean> | undefined;
  let letGo = () => {};

  const stop = (why: string): Promise<boolean> => {
    stopped ??= stopAll(why);
    return stopped;
  };

  async function stopAll(why: string): Promise<boolean> {
    const deadline = performance.now() + config.shutdownTimeout;
    const wasRunning = state === 'running';
    state = 'stopping';
    log.info('stopping', { why });
    if (wasRunning && config.shutdownDelay > 0) await delay(config.shutdownDelay);
    const unfinished = await stopParts(started, deadline - performance.now());
    state = 'stopped';
    letGo();
    if (unfinished.length === 0) log.info('stopped');
    else log.error('not everything stopped cleanly', { unfinished, timeout: config.shutdownTimeout });
    return unfinished.length === 0;
  }

  /** Stops, then ends the process; only the first reason counts. */
  const end = async (why: string, code: number) => {
    if (stopped) return;
    const clean = await stop(why);
    host.exit(clean ? code : 1);
  };

  const fail = (source: string) => (error: Error) => {
    log.error(`${source} failed, the process ends`, { error });
    void end(`${source} failed`, 1);
  };

  function listen(): void {
    const signals = host.onSignal((signal) => void end(signal, 0));
    const uncaught = host.onUncaught(fail('something uncaught'));
    letGo = () => {
      signals();
      uncaught();
    };
  }

  async function startAll(): Promise<void> {
    const since = performance.now();
    listen();
    for (const part of parts) {
      if (state !== 'starting') return;
      started.push(part);
      try {
        await part.start?.(fail(part.name));
      } catch (error) {
        log.error(`${part.name} could not start`, { error });
        await end(`${part.name} could not start`, 1);
        throw error;
      }
    }
    if (state !== 'starting') return;
    state = 'running';
    log.info('ready', { parts: parts.map((part) => part.name), milliseconds: Math.round(performance.now() - since) });
  }

  return {
    add(part) {
      parts.push(part);
      return part;
    },
    run() {
      const running = startAll();
      // Handled here (logged, exit code 1), so that `void app.run()` in a main leaves no unhandled rejection behind.
      running.catch(() => undefined);
      return running;
    },
    stop: async (why) => {
      await stop(why);
    },
    readiness: async () =>
      state === 'running' ? askParts(parts) : { ready: false, reasons: { lifecycle: `the process is ${state}` } },
  };
}

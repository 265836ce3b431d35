import { type Prometheus, type ServiceName, type System, startTemporarySystem, until } from '@spillway/local';
import { prometheusBeside } from '../src/live/beside';
import { poison, post } from '../src/live/doings';
import { query } from '../src/live/prometheus';

/** A system to break, and a Prometheus beside it with the rules as they are, only their times sixty times shorter (down to 5 s). */
export interface Drill {
  readonly system: System;
  readonly prometheus: Prometheus;
  /** Places an order; it is taken, unless another answer is expected. */
  place(expected?: number): Promise<void>;
  /** Writes messages that nobody can read. */
  poison(count: number): Promise<void>;
  /** Names of the alerts that fire for whom the matcher names. */
  firing(matcher: string): Promise<string[]>;
  /** Waits until the alert fires; what is done `meanwhile` is done again and again until then. */
  fires(alert: string, matcher: string, meanwhile?: () => Promise<void>): Promise<void>;
  rests(alert: string, matcher: string): Promise<void>;
  stop(): Promise<void>;
}

export interface DrillOptions {
  readonly env?: Partial<Record<ServiceName, Record<string, string>>>;
  readonly separatePostgresFor?: readonly ServiceName[];
}

export async function startDrill(options: DrillOptions = {}): Promise<Drill> {
  const { env = {}, separatePostgresFor = [] } = options;
  const lag = { LAG_INTERVAL_MS: '200', LAG_STALLED_AFTER_MS: '2000' };
  const system = await startTemporarySystem({ env: { ...env, lag }, separatePostgresFor });
  const prometheus = await prometheusBeside(system, 60).catch(async (error: unknown) => {
    await system.stop();
    throw error;
  });

  async function firing(matcher: string): Promise<string[]> {
    const samples = await query(prometheus.url, `ALERTS{alertstate="firing",${matcher}}`);
    return samples.map(({ metric }) => metric.alertname ?? '');
  }

  return {
    system,
    prometheus,
    firing,
    place: async (expected = 201) => expect(await post(system.url('orders'))).toBe(expected),
    poison: (count) => poison(system.kafka.brokers, count),
    async fires(alert, matcher, meanwhile) {
      const isThere = async () => {
        await meanwhile?.();
        return (await firing(matcher)).includes(alert);
      };
      await until(`${alert} fires`, isThere, { timeoutMs: 110_000 });
    },
    rests: (alert, matcher) =>
      until(`${alert} is quiet`, async () => !(await firing(matcher)).includes(alert), { timeoutMs: 90_000 }),
    async stop() {
      await prometheus.stop();
      await system.stop();
    },
  };
}

import { classify } from '@spillway/chassis';
import { type Observe, preparedHistogram } from '@spillway/chassis/telemetry';
import type { PaymentProvider } from './port';

const durations = preparedHistogram({
  name: 'payment_provider_request_duration_seconds',
  help: 'Calls to the payment provider, by call and outcome (ok, declined, transient, permanent, unknown)',
  labelNames: ['provider', 'call', 'outcome'],
  buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

/** The provider, its calls measured. */
export function measured(provider: PaymentProvider): PaymentProvider {
  const observe = (call: string) => {
    const series = new Map<string, Observe>();
    return (outcome: string, since: number) => {
      const known = series.get(outcome) ?? durations({ provider: provider.name, call, outcome });
      series.set(outcome, known);
      known((performance.now() - since) / 1_000);
    };
  };

  function timed<R, T>(
    name: string,
    call: (request: R, signal?: AbortSignal) => Promise<T>,
    outcomeOf: (answer: T) => string = () => 'ok',
  ) {
    const note = observe(name);
    return async (request: R, signal?: AbortSignal): Promise<T> => {
      const since = performance.now();
      try {
        const answer = await call(request, signal);
        note(outcomeOf(answer), since);
        return answer;
      } catch (error) {
        note(classify(error), since);
        throw error;
      }
    };
  }

  return {
    ...provider,
    authorize: timed('authorize', provider.authorize, ({ approved }) => (approved ? 'ok' : 'declined')),
    capture: timed('capture', provider.capture),
    void: timed('void', provider.void),
    refund: timed('refund', provider.refund),
    strayHold: timed('search', provider.strayHold),
  };
}

import type { StepAnswer } from '../domain/order';

/** What a decision depends on: whether the saga still runs, and what its steps have answered so far. */
export interface SagaState {
  readonly open: boolean;
  readonly steps: Readonly<Record<string, StepAnswer>>;
}

export type SagaInput = ({ readonly step: string } & StepAnswer) | 'deadline';

export type Outcome =
  | { readonly is: 'waiting' }
  | { readonly is: 'all done' }
  | { readonly is: 'failed'; readonly step: string; readonly data: unknown }
  | { readonly is: 'too late' };

export interface Decided {
  readonly steps: Readonly<Record<string, StepAnswer>>;
  readonly outcome: Outcome;
}

/**
 * What an answer or the deadline makes of a saga; undefined when it changes nothing. Pure: any order, repetition or delay
 * of messages can be tried without a broker.
 *
 * The first answer of a step stands, the first failure ends the saga, and after the end nothing moves it again. A late
 * success therefore needs no answer from here: every participant hears of the end through the order's own events, on the
 * same key and after the event that made it act, and undoes what it did.
 */
export function decide(stepNames: readonly string[], state: SagaState, input: SagaInput): Decided | undefined {
  if (!state.open) return undefined;
  if (input === 'deadline') return { steps: state.steps, outcome: { is: 'too late' } };
  const { step, answer, data } = input;
  if (state.steps[step] !== undefined) return undefined;
  const steps = { ...state.steps, [step]: { answer, data } };
  if (answer === 'failed') return { steps, outcome: { is: 'failed', step, data } };
  const isDone = stepNames.every((name) => steps[name]?.answer === 'done');
  return { steps, outcome: { is: isDone ? 'all done' : 'waiting' } };
}

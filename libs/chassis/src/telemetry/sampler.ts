import { type Context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { TracesConfig } from '../config/telemetry';

const decided = createContextKey('root span already sampled');

/** The root of a trace whose sampling was decided before the SDK was asked. */
export const sampledRoot: Context = ROOT_CONTEXT.setValue(decided, true);

/** The sampler that OTEL_TRACES_SAMPLER names. */
export function sampler({ sampler: name, ratio }: TracesConfig): Sampler {
  const root = rootSampler(name, ratio);
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root: respectDecision(root) }) : root;
}

function rootSampler(name: TracesConfig['sampler'], ratio: number): Sampler {
  if (name.endsWith('always_on')) return new AlwaysOnSampler();
  if (name.endsWith('always_off')) return new AlwaysOffSampler();
  return new TraceIdRatioBasedSampler(ratio);
}

/** Our own spans arrive decided; those of instrumentations are still sampled here. */
const respectDecision = (otherwise: Sampler): Sampler => ({
  shouldSample: (context, ...rest) =>
    context.getValue(decided) === true
      ? { decision: SamplingDecision.RECORD_AND_SAMPLED }
      : otherwise.shouldSample(context, ...rest),
  toString: () => `Decided{${otherwise.toString()}}`,
});

/** The share of new traces that is recorded under a parent-based sampler; undefined where every span must be asked for. */
export function rootShare({ sampler: name, ratio }: TracesConfig): number | undefined {
  if (!name.startsWith('parentbased_')) return undefined;
  if (name.endsWith('always_on')) return 1;
  return name.endsWith('always_off') ? 0 : ratio;
}

export { type TelemetryConfig, type TracesConfig, telemetryConfig } from '../config/telemetry';
export { type Observe, type PreparedHistogramOptions, preparedHistogram } from './histogram';
export { inSpan } from './in-span';
export { processSpan, publishSpan, type TracedEvent } from './message-spans';
export { type ReadGauge, readWhenScraped } from './read-when-scraped';
export { type Sparing, sparingly } from './sparingly';
export { telemetry } from './telemetry';
export type { TraceParent } from './trace-context';
export { type OpenSpan, openSpan, type SpanOptions } from './tracing';

import type { ReceivedSpan } from './otlp-spans';

/** A trace as a tree of lines, below a span: `KIND service: name (event type)`. Sorted, because siblings end in any order. */
export function outline(spans: readonly ReceivedSpan[], below?: string): string[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === below)
    .map((span) => [lineOf(span), ...outline(spans, span.spanId).map((line) => `  ${line}`)])
    .sort(([left = ''], [right = '']) => left.localeCompare(right))
    .flat();
}

function lineOf({ kind, service, name, attributes }: ReceivedSpan): string {
  const type = attributes['spillway.event.type'];
  return `${kind} ${service}: ${name}${type === undefined ? '' : ` (${type})`}`;
}

// What of OTLP's JSON is looked at. Ids are hexadecimal; times are nanoseconds since 1970, as text because they are 64 bits long.

export interface OtlpTraces {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly Attribute[] };
    readonly scopeSpans?: readonly { readonly spans?: readonly OtlpSpan[] }[];
  }[];
}

interface Attribute {
  readonly key: string;
  readonly value?: Readonly<Record<string, unknown>>;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind?: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly Attribute[];
  readonly events?: readonly { readonly timeUnixNano: string; readonly name: string }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

/** A span as Zipkin's API (v2) takes it; times are microseconds. */
export interface ZipkinSpan {
  readonly traceId: string;
  readonly id: string;
  readonly parentId?: string;
  readonly name: string;
  readonly kind?: 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  readonly timestamp: number;
  readonly duration: number;
  readonly localEndpoint: { readonly serviceName: string };
  readonly tags: Readonly<Record<string, string>>;
  readonly annotations: readonly { readonly timestamp: number; readonly value: string }[];
}

/** By OTLP's number; Zipkin has no word for what is internal. */
const kinds = [undefined, undefined, 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
const failed = 2;

export function toZipkin({ resourceSpans = [] }: OtlpTraces): ZipkinSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) => {
    const service = tagsOf(resource?.attributes)['service.name'] ?? 'unknown';
    return scopeSpans.flatMap(({ spans = [] }) => spans.map((span) => spanOf(service, span)));
  });
}

function spanOf(serviceName: string, span: OtlpSpan): ZipkinSpan {
  const timestamp = microseconds(span.startTimeUnixNano);
  const kind = kinds[span.kind ?? 0];
  return {
    traceId: span.traceId,
    id: span.spanId,
    ...(span.parentSpanId && { parentId: span.parentSpanId }),
    name: span.name,
    ...(kind && { kind }),
    timestamp,
    duration: Math.max(1, microseconds(span.endTimeUnixNano) - timestamp),
    localEndpoint: { serviceName },
    tags: { ...tagsOf(span.attributes), ...linked(span), ...failure(span) },
    annotations: (span.events ?? []).map(({ timeUnixNano, name }) => ({
      timestamp: microseconds(timeUnixNano),
      value: name,
    })),
  };
}

const microseconds = (nanoseconds: string): number => Number(BigInt(nanoseconds) / 1_000n);

const tagsOf = (attributes: readonly Attribute[] = []): Record<string, string> =>
  Object.fromEntries(attributes.map(({ key, value = {} }) => [key, Object.values(value).map(inWords).join()]));

const inWords = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Zipkin knows no links: what a span is linked to stands among its tags. */
const linked = ({ links = [] }: OtlpSpan): Record<string, string> =>
  links.length === 0 ? {} : { links: links.map(({ traceId, spanId }) => `${traceId}/${spanId}`).join(' ') };

/** The tag `error` is what Zipkin paints red. */
const failure = ({ status }: OtlpSpan): Record<string, string> =>
  status?.code === failed ? { error: status.message || 'failed' } : {};

import { parse } from 'protobufjs';

/** The part of an ExportTraceServiceRequest (OTLP 1.x) that tests look at; what is not named here is skipped over. */
const { root } = parse(`
  syntax = "proto3";
  message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    bytes parent_span_id = 4;
    string name = 5;
    uint32 kind = 6;
    repeated KeyValue attributes = 9;
    repeated Event events = 11;
    repeated Link links = 13;
    Status status = 15;
  }
  message Event { string name = 2; repeated KeyValue attributes = 3; }
  message Link { bytes trace_id = 1; bytes span_id = 2; repeated KeyValue attributes = 4; }
  message Status { string message = 2; uint32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1;
      bool bool_value = 2;
      int64 int_value = 3;
      double double_value = 4;
      ArrayValue array_value = 5;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
`);
const request = root.lookupType('ExportTraceServiceRequest');

const kinds = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;

type Attributes = Readonly<Record<string, unknown>>;

/** A span as its receiver sees it. Ids are hexadecimal, as in a traceparent. */
export interface ReceivedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Absent for the root of a trace. */
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: (typeof kinds)[number] | undefined;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
  /** The spans this one is linked to. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string; readonly attributes: Attributes }[];
  readonly failed: boolean;
  readonly statusMessage: string;
}

interface AnyValue {
  readonly value: 'stringValue' | 'boolValue' | 'intValue' | 'doubleValue' | 'arrayValue';
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
  readonly [field: string]: unknown;
}

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

interface WireSpan {
  readonly traceId: Buffer;
  readonly spanId: Buffer;
  readonly parentSpanId: Buffer;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly KeyValue[];
  readonly events: readonly { readonly name: string; readonly attributes: readonly KeyValue[] }[];
  readonly links: readonly {
    readonly traceId: Buffer;
    readonly spanId: Buffer;
    readonly attributes: readonly KeyValue[];
  }[];
  readonly status: { readonly code: number; readonly message: string } | null;
}

interface WireRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] } | null;
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

/** @throws when the bytes are no ExportTraceServiceRequest. */
export function spansOf(body: Buffer): ReceivedSpan[] {
  const options = { longs: Number, defaults: true, arrays: true, oneofs: true };
  const { resourceSpans } = request.toObject(request.decode(body), options) as WireRequest;
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(attributesOf(resource?.attributes ?? [])['service.name']);
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => spanOf(service, span)));
  });
}

const spanOf = (service: string, span: WireSpan): ReceivedSpan => ({
  service,
  traceId: span.traceId.toString('hex'),
  spanId: span.spanId.toString('hex'),
  parentSpanId: span.parentSpanId.length > 0 ? span.parentSpanId.toString('hex') : undefined,
  name: span.name,
  kind: kinds[span.kind],
  attributes: attributesOf(span.attributes),
  events: span.events.map(({ name, attributes }) => ({ name, attributes: attributesOf(attributes) })),
  links: span.links.map(({ traceId, spanId, attributes }) => ({
    traceId: traceId.toString('hex'),
    spanId: spanId.toString('hex'),
    attributes: attributesOf(attributes),
  })),
  failed: span.status?.code === 2,
  statusMessage: span.status?.message ?? '',
});

const attributesOf = (pairs: readonly KeyValue[]): Attributes =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, plain(value)]));

const plain = (any: AnyValue): unknown =>
  any.value === 'arrayValue' ? any.arrayValue?.values.map(plain) : any[any.value];

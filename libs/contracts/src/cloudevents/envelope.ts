import { isSubject } from '../attributes';
import type { Event } from '../event';
import { type FieldError, InvalidEvent } from '../invalid-event';
import { uuidPattern } from '../schema/fields';
import { instant } from '../schema/instant';

type HeaderValue = Buffer | string;
export type Headers = Readonly<Record<string, HeaderValue | HeaderValue[] | undefined>>;
export type Attributes = Pick<Event, 'id' | 'type' | 'source' | 'subject' | 'time' | 'dataschema'>;

const isUuid = new RegExp(uuidPattern);
const isJson = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/** A header as text. Of a header that stands several times the last one counts, as in Kafka's own `lastHeader`. */
export function textOf(header: Headers[string] | null): string | undefined {
  const value = Array.isArray(header) ? header.at(-1) : header;
  return value == null ? undefined : value.toString();
}

/** The attributes every event must have. Throws InvalidEvent with all that is wrong at once. */
export function attributesOf(headers: Headers, key: Buffer | string | null): Attributes {
  const attributes: Attributes = {
    // PostgreSQL gives uuids back in lower case; an id in capitals would never be found among the processed ones.
    id: textOf(headers.ce_id)?.toLowerCase() ?? '',
    type: textOf(headers.ce_type) ?? '',
    source: textOf(headers.ce_source) ?? '',
    subject: textOf(headers.ce_subject) ?? '',
    time: instant(textOf(headers.ce_time)) ?? '',
    dataschema: textOf(headers.ce_dataschema) ?? '',
  };
  const errors = mistakesIn(attributes, headers, key?.toString());
  if (errors.length > 0) throw new InvalidEvent('The message is no event', errors);
  return attributes;
}

function mistakesIn(found: Attributes, headers: Headers, key: string | undefined): FieldError[] {
  const errors: FieldError[] = [];
  const check = (good: boolean, name: string, detail: string) => {
    if (!good) errors.push({ pointer: `/headers/${name}`, detail: headers[name] == null ? 'is missing' : detail });
  };
  check(textOf(headers.ce_specversion) === '1.0', 'ce_specversion', 'must be 1.0');
  check(isUuid.test(found.id), 'ce_id', 'must be a UUID');
  check(isSubject(found.type), 'ce_type', 'must be 1 to 255 characters without NUL');
  check(isSubject(found.source), 'ce_source', 'must be 1 to 255 characters without NUL');
  check(isSubject(found.subject), 'ce_subject', 'must be 1 to 255 characters without NUL');
  check(found.time !== '', 'ce_time', 'must be a moment, RFC 3339');
  check(isSubject(found.dataschema), 'ce_dataschema', 'must be 1 to 255 characters without NUL');
  const contentType = textOf(headers['content-type']);
  check(contentType === undefined || isBinaryJson(contentType), 'content-type', 'must be application/json');
  // Without its key an event may be on any partition, and the order of its aggregate's events would be luck.
  if (key !== found.subject) errors.push({ pointer: '/key', detail: 'must be the same as ce_subject' });
  return errors;
}

// application/cloudevents+json is the structured mode, where the attributes are not headers.
function isBinaryJson(contentType: string): boolean {
  return contentType === 'application/json' || (isJson.test(contentType) && !/cloudevents/i.test(contentType));
}

// ISO in UTC with milliseconds, any day that exists but 29 February: what we write. One test, no Date: four times as
// fast on the hot path, where every event has at least one moment.
const canonical =
  /^(?!0000)\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const rfc3339 = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const yearOfFourDigits = /^(?!0000)\d{4}-/;

/**
 * A moment in RFC 3339 as ISO in UTC with milliseconds; nothing when it is none. Leap seconds, the year 0 and
 * 30 February are none: Date or PostgreSQL would refuse or move them.
 */
export function instant(value: string | undefined): string | undefined {
  if (value === undefined || canonical.test(value)) return value;
  if (!rfc3339.test(value) || !dayExists(value.slice(0, 10))) return undefined;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return undefined;
  const iso = date.toISOString();
  return yearOfFourDigits.test(iso) ? iso : undefined;
}

// Date moves a day that its month does not have into the next month.
function dayExists(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

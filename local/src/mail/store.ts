import { headerOf, type MailSummary, quotedBytes } from './headers';

export interface Filter {
  to?: string | undefined;
  messageId?: string | undefined;
  /** Text in subject or Message-ID of all mails, and in the body of those still kept in full. */
  text?: string | undefined;
}

/** The caught mails: a summary of every one, and the newest in full. */
export interface MailStore {
  add(mail: { raw: Buffer; from: string; to: readonly string[] }): MailSummary;
  /** Newest first. */
  list(filter: Filter, page: { before?: number | undefined; limit: number }): MailSummary[];
  count(filter: Filter): { count: number; distinct: number };
  /** Every summary, oldest first. */
  all(): readonly MailSummary[];
  raw(number: number): Buffer | undefined;
  clear(): void;
}

/** Guarantee: memory grows by a summary (about 300 bytes) for each mail, and by nothing else beyond `keepInFull` mails. */
export function mailStore(keepInFull = 2_000): MailStore {
  let summaries: MailSummary[] = [];
  let kept = new Map<number, Buffer>();

  const matches = (filter: Filter) => (mail: MailSummary) =>
    (filter.to === undefined || mail.to.includes(filter.to)) &&
    (filter.messageId === undefined || bare(mail.messageId) === bare(filter.messageId)) &&
    (filter.text === undefined || contains(mail, kept.get(mail.number), filter.text));

  return {
    add({ raw, from, to }) {
      const number = summaries.length + 1;
      const messageId = headerOf(raw, 'Message-ID');
      const mail = {
        number,
        receivedAt: new Date().toISOString(),
        messageId,
        from,
        to,
        subject: headerOf(raw, 'Subject'),
      };
      summaries.push(mail);
      kept.set(number, raw);
      kept.delete(number - keepInFull);
      return mail;
    },
    list(filter, { before = Number.POSITIVE_INFINITY, limit }) {
      const match = matches(filter);
      const found: MailSummary[] = [];
      for (let at = Math.min(before - 1, summaries.length) - 1; at >= 0 && found.length < limit; at -= 1) {
        const mail = summaries[at];
        if (mail && match(mail)) found.push(mail);
      }
      return found;
    },
    count(filter) {
      const found = summaries.filter(matches(filter));
      return { count: found.length, distinct: new Set(found.map((mail) => mail.messageId)).size };
    },
    all: () => summaries,
    raw: (number) => kept.get(number),
    clear() {
      summaries = [];
      kept = new Map();
    },
  };
}

const bare = (messageId: string) => messageId.replace(/^<|>$/g, '');

function contains(mail: MailSummary, raw: Buffer | undefined, text: string): boolean {
  if (mail.subject.includes(text) || mail.messageId.includes(text)) return true;
  return raw !== undefined && (raw.includes(text) || quotedBytes(raw.toString('latin1')).includes(text));
}

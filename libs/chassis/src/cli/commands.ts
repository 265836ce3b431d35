import { deadLetters, groupLag, type KafkaClient, type LeftBehind, redrive, replay } from '../kafka';
import { UsageError } from './usage-error';

/** What the options of a command line say. */
export interface Options {
  limit?: string;
  topic?: string[];
  from?: string;
}

interface Command {
  readonly form: string;
  readonly does: string;
  run(
    client: KafkaClient,
    args: string[],
    options: Options,
  ): Promise<{ rows: Record<string, unknown>[]; summary: string }>;
}

const limitOf = ({ limit }: Options): number | undefined => {
  if (limit === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(limit)) throw new UsageError(`--limit wants a whole number above 0, not '${limit}'`);
  return Number(limit);
};

function two(args: string[], form: string): [string, string] {
  const [first, second] = args;
  if (!first || !second || args.length > 2) throw new UsageError(`usage: spillway ${form}`);
  return [first, second];
}

function fromOf({ from }: Options): 'beginning' | Date {
  if (from === 'beginning') return from;
  const time = new Date(from ?? '');
  if (Number.isNaN(time.getTime()))
    throw new UsageError("--from wants 'beginning' or an ISO time such as 2026-01-31T08:00:00Z");
  return time;
}

function groupAndTopics([group, ...more]: string[], { topic }: Options): { group: string; topics: string[] } {
  if (!group || more.length > 0 || !topic) throw new UsageError('a group and at least one --topic are needed');
  return { group, topics: topic };
}

export const commands: Readonly<Record<string, Command>> = {
  lag: {
    form: 'lag GROUP --topic T [--topic T …]',
    does: 'how far the group is behind, by partition, read at the broker',
    async run(client, args, options) {
      const { group, topics } = groupAndTopics(args, options);
      const lags = await groupLag(client.kafka, group, topics);
      const total = lags.reduce((sum, { lag }) => sum + lag, 0n);
      const rows = lags.map(({ topic, partition, committed, end, lag }) => ({
        topic,
        partition,
        committed: committed?.toString() ?? '-',
        end: end.toString(),
        lag: lag.toString(),
      }));
      return { rows, summary: `${group} is ${total} message(s) behind` };
    },
  },
  'dead-letters': {
    form: 'dead-letters TOPIC GROUP [--limit N]',
    does: 'what is in the dead-letter topic of the group and has not been redriven',
    async run(client, args, options) {
      const [topic, group] = two(args, this.form);
      const letters = await deadLetters(client, { topic, group, limit: limitOf(options) });
      const rows = letters.map(({ offset, key, headers }) => ({
        offset,
        key,
        reason: headers['dlq-reason'],
        error: headers['dlq-last-error'],
      }));
      return { rows, summary: `${rows.length} dead letter(s)` };
    },
  },
  redrive: {
    form: 'redrive TOPIC GROUP [--limit N]',
    does: 'sends dead letters back to their topic, for this group only, once their cause is gone',
    async run(client, args, options) {
      const [topic, group] = two(args, this.form);
      const rows: Record<string, unknown>[] = [];
      const onLeftBehind = (letter: LeftBehind) => void rows.push({ ...letter });
      const sent = await redrive(client, { topic, group, limit: limitOf(options), onLeftBehind });
      const left = rows.length === 0 ? '' : `, ${rows.length} passed by: see above where their messages are`;
      return { rows, summary: `${sent} message(s) sent back to ${topic}${left}` };
    },
  },
  replay: {
    form: 'replay GROUP --topic T [--topic T …] --from beginning|TIME',
    does: "moves a stopped group's offsets back; effects its inbox remembers are not repeated",
    async run(client, args, options) {
      const { group, topics } = groupAndTopics(args, options);
      const lags = await replay(client.kafka, { group, topics, from: fromOf(options) });
      const total = lags.reduce((sum, { lag }) => sum + lag, 0n);
      return { rows: [], summary: `${group} will read ${total} message(s) again` };
    },
  },
};

export const usage = (): string =>
  [
    'spillway: what an operator does to groups and dead letters. KAFKA_* settings as for the services (KAFKA_BROKERS, default 127.0.0.1:9092).',
    '',
    ...Object.values(commands).map(({ form, does }) => `  spillway ${form}\n      ${does}`),
    '',
    '  --json  prints the rows as JSON    --help  prints this',
    '',
  ].join('\n');

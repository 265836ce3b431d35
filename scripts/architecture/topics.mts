import { compiled } from '../compiled.mts';
import { readServices } from '../services/list.mts';
import { mermaid } from './mermaid.mts';

export type Contracts = typeof import('../../libs/contracts/dist/index.js');

export const readContracts = (): Promise<Contracts> =>
  compiled(import('../../libs/contracts/dist/index.js'), 'libs/contracts');

/** Who reads a topic of events, in a group of its own or following it. */
const readersOf = ({ subscriptions, followers }: Contracts, topic: string) => {
  const named = (entries: Readonly<Record<string, readonly { readonly name: string }[]>>) =>
    Object.entries(entries).flatMap(([service, read]) => (read.some(({ name }) => name === topic) ? [service] : []));
  return { groups: named(subscriptions), followers: named(followers) };
};

const cylinder = (topic: string) => `${topic}[(${topic})]`;

/** Every topic of events between its owner and its readers. */
export const events = (contracts: Contracts): string[] =>
  mermaid(
    'flowchart LR',
    Object.values(contracts.topics).flatMap(({ name, owner }) => {
      const { groups, followers } = readersOf(contracts, name);
      return [
        `${owner} --> ${cylinder(name)}`,
        ...groups.map((group) => `${name} --> ${group}`),
        ...followers.map((service) => `${name} -.-> ${service}`),
      ];
    }),
  );

/** Who asks whom for what, and over which topics question and answer go. */
export function requests({ commands, requesters, responders }: Contracts): string[] {
  const lines = Object.entries(requesters).flatMap(([service, { asks, replies }]) =>
    asks.flatMap((asked) => {
      const topic = responders[asked].commands.name;
      const names = [...commands.values()].filter((command) => command.topic === topic).map(({ name }) => name);
      return [
        `${service} -->|${names.join(', ')}| ${cylinder(topic)}`,
        `${topic} --> ${asked}`,
        `${asked} --> ${cylinder(replies.name)}`,
        `${replies.name} --> ${service}`,
      ];
    }),
  );
  return mermaid('flowchart LR', [...new Set(lines)]);
}

const row = (cells: readonly string[]) => `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`;

const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

/** A row for each service: its port, the topics it reads and those it writes. */
export async function services(contracts: Contracts): Promise<string[]> {
  const { topics, subscriptions, followers, requesters, responders } = contracts;
  const reads: Readonly<Record<string, readonly { readonly name: string }[]>> = subscriptions;
  const follows: Readonly<Record<string, readonly { readonly name: string }[]>> = followers;
  const asking = Object.entries(requesters);
  const rows = (await readServices()).map(({ name, port }) => {
    const [read = [], followed = []] = [reads[name], follows[name]];
    const answering = Object.entries(responders).filter(([service]) => service === name);
    const requester = asking.filter(([service]) => service === name).map(([, requester]) => requester);
    const readCell = [
      ...(read.length > 0 ? [`${code(read.map((topic) => topic.name))} (group \`${name}\`)`] : []),
      ...answering.map(([, { group, commands }]) => `\`${commands.name}\` (group \`${group}\`)`),
      ...requester.map(({ replies }) => `\`${replies.name}\``),
      ...followed.map((topic) => `the end of \`${topic.name}\``),
    ];
    const written = [
      ...Object.values(topics).filter(({ owner }) => owner === name),
      ...requester.flatMap(({ asks }) => asks.map((asked) => responders[asked].commands)),
      ...asking.filter(([, { asks }]) => asks.some((asked) => asked === name)).map(([, { replies }]) => replies),
    ];
    return row([name, String(port), readCell.join(', '), code(written.map((topic) => topic.name))]);
  });
  return [row(['Service', 'Port', 'Reads', 'Writes']), '|---|---|---|---|', ...rows];
}

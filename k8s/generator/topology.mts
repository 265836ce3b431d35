import type { Topology } from './contracts.mts';

const width = 120;

/**
 * What the charts hold an owner's values against: each topic's partitions and owner, and what each group reads.
 * Laid out as the formatter of this tree lays out JSON.
 */
export const topologyJson = ({ topics, groups }: Topology): string =>
  [
    '{',
    '  "topics": {',
    topics
      .map(
        ({ name, partitions, owner }) => `    ${entry(name, `{ "partitions": ${partitions}, "owner": "${owner}" }`)}`,
      )
      .join(',\n'),
    '  },',
    '  "groups": {',
    groups.map(({ name, topics: read }) => `    ${entry(name, list(name, read))}`).join(',\n'),
    '  }',
    '}',
    '',
  ].join('\n');

const entry = (name: string, value: string) => `"${name}": ${value}`;

function list(name: string, items: readonly string[]): string {
  const quoted = items.map((item) => `"${item}"`);
  const oneLine = `[${quoted.join(', ')}]`;
  const fits = entry(name, oneLine).length + 5 <= width;
  return fits ? oneLine : `[\n${quoted.map((item) => `      ${item}`).join(',\n')}\n    ]`;
}

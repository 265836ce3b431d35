/** A diagram as GitHub shows it. */
export const mermaid = (kind: string, lines: readonly string[]): string[] => [
  '```mermaid',
  kind,
  ...lines.map((line) => `  ${line}`),
  '```',
];

import { parser } from '@prometheus-io/lezer-promql';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** What a query asks for by name. */
export interface Parsed {
  readonly selectors: readonly Selector[];
  /** Labels that it groups or joins by. */
  readonly grouping: readonly string[];
  /** Labels that it makes itself (label_replace). */
  readonly made: readonly string[];
  /** What is no PromQL, where there is any. */
  readonly errors: readonly string[];
}

export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

export function parseQuery(query: string): Parsed {
  const found = { selectors: [] as Selector[], grouping: [] as string[], made: [] as string[], errors: [] as string[] };
  const text = ({ from, to }: { from: number; to: number }) => query.slice(from, to);
  const namesIn = (node: SyntaxNode | null) => {
    const names: string[] = [];
    node?.cursor().iterate((each) => {
      if (each.name === 'LabelName' && each.from < node.to) names.push(text(each));
    });
    return names;
  };
  parser.parse(query).iterate({
    enter(node) {
      if (node.type.isError) found.errors.push(`${text(node) || 'something missing'} at ${node.from}`);
      if (node.name === 'GroupingLabels') found.grouping.push(...namesIn(node.node));
      if (node.name === 'VectorSelector') {
        const name = node.node.getChild('Identifier');
        found.selectors.push({
          metric: name ? text(name) : '',
          labels: namesIn(node.node.getChild('LabelMatchers')),
        });
      }
      if (node.name === 'LabelReplace') {
        const [target] = node.node.parent?.parent?.getChild('FunctionCallBody')?.getChildren('StringLiteral') ?? [];
        if (target) found.made.push(text(target).slice(1, -1));
      }
    },
  });
  return found;
}

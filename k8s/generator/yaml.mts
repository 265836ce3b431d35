type Value = string | number | readonly Value[] | { readonly [key: string]: Value };

/** YAML documents of what the generator makes: objects, lists, strings and numbers, two spaces deep. */
export const yaml = (documents: readonly object[]): string =>
  documents.map((document) => `${lines(document as Value).join('\n')}\n`).join('---\n');

function lines(value: Value): string[] {
  if (typeof value !== 'object') return [scalar(value)];
  if (isList(value)) {
    if (value.every((item) => typeof item !== 'object')) return [`[${value.map(scalar).join(', ')}]`];
    return value.flatMap((item) => lines(item).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)));
  }
  return Object.entries(value).flatMap(([key, item]) => {
    const inner = lines(item);
    const inline = typeof item !== 'object' || (isList(item) && inner.length === 1 && inner[0]?.startsWith('['));
    return inline ? [`${key}: ${inner[0]}`] : [`${key}:`, ...inner.map((line) => `  ${line}`)];
  });
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

// Letters first, then what never needs quotes; anything else, and YAML's own words, in quotes.
const plain = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z][\w./-]*$/i;
const scalar = (value: Value): string =>
  typeof value === 'string' && plain.test(value) ? value : JSON.stringify(value);

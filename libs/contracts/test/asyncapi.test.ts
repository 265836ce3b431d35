import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import schema from '@asyncapi/specs/schemas/3.0.0.json';
import { Ajv } from 'ajv';
import { parse, stringify } from 'yaml';
import { version } from '../package.json';
import { commands, registry, requesters, responders } from '../src';
import { asyncapi } from '../src/asyncapi/document';
import { example } from './example';

const text = readFileSync(join(__dirname, '../asyncapi.yaml'), 'utf8');

describe('asyncapi.yaml', () => {
  it('is up to date', () => {
    const document = asyncapi({ version, example: (of) => example(`${of.type}/${of.version}`) });
    const generated = stringify(JSON.parse(JSON.stringify(document)), { lineWidth: 120 });
    if (generated !== text) throw new Error('asyncapi.yaml is not what the event types say. Run `npm run asyncapi`.');
  });

  it('is valid AsyncAPI 3.0', () => {
    // The schema brings its own copy of the JSON Schema meta-schema.
    const valid = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false }).compile(
      schema,
    );
    valid(parse(text));
    expect(valid.errors ?? []).toEqual([]);
  });

  it('refers only to what it holds', () => {
    const document = parse(text);
    const references = [...text.matchAll(/\$ref: "#\/(.+)"/g)].map(([, path = '']) => path);
    expect(references.length).toBeGreaterThan(registry.size);
    for (const path of references) {
      const target = path.split('/').reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], document);
      expect([path, target]).toEqual([path, expect.anything()]);
    }
  });

  it('shows every type of event, every command and its reply', () => {
    const asked = [...commands.keys()].flatMap((name) => [name, `${name}.reply`]);
    expect(Object.keys(parse(text).components.messages)).toEqual([...registry.keys(), ...asked, 'problem']);
  });

  it('says of every command who asks, where the answer is waited for, and who gives it', () => {
    const { operations } = parse(text);
    for (const { name, topic } of commands.values()) {
      const asking = Object.entries(requesters).filter(([, { asks }]) =>
        asks.some((asked) => responders[asked].commands.name === topic),
      );
      expect(asking).not.toEqual([]);
      for (const [service, { replies }] of asking) {
        expect(operations[`${service}-ask-${name}`]).toMatchObject({
          action: 'send',
          messages: [{ $ref: `#/channels/${topic}/messages/${name}` }],
          reply: {
            channel: { $ref: `#/channels/${replies.name}` },
            messages: [
              { $ref: `#/channels/${replies.name}/messages/${name}.reply` },
              { $ref: `#/channels/${replies.name}/messages/problem` },
            ],
          },
        });
      }
      const [service = ''] = Object.entries(responders).find(([, each]) => each.commands.name === topic) ?? [];
      expect(operations[`${service}-answer-${name}`]).toMatchObject({
        action: 'receive',
        channel: { $ref: `#/channels/${topic}` },
        reply: { address: { location: '$message.header#/replytopic' } },
      });
    }
  });
});

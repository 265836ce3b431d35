import type { EventType } from '../event-type';

/** One event type as an AsyncAPI message. What all of them share is referred to. */
export function messageOf({ type, version, topic, schema, dataschema }: EventType, example: unknown) {
  return {
    name: type,
    title: `${type}, version ${version}`,
    ...(schema.description && { summary: schema.description }),
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    headers: { allOf: [{ $ref: '#/components/schemas/cloudEventHeaders' }, headersOf({ type, topic, dataschema })] },
    payload: schema,
    examples: [{ name: `version-${version}`, payload: example }],
  };
}

function headersOf({ type, topic, dataschema }: Pick<EventType, 'type' | 'topic' | 'dataschema'>) {
  return {
    type: 'object',
    properties: {
      ce_type: { type: 'string', const: type },
      ce_source: { type: 'string', const: `/${topic.owner}` },
      ce_dataschema: { type: 'string', examples: [dataschema] },
    },
    required: ['ce_type', 'ce_source', 'ce_dataschema'],
  };
}

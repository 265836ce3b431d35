import { kindsOfDefinition, kindsOfKubernetes, toJsonSchema } from './convert.mts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const definitions = { [meta]: { type: 'object', properties: { name: { type: 'string', format: 'name' } } } };

describe('a schema', () => {
  it('allows the fields that it names and no others', () => {
    expect(toJsonSchema({ type: 'object', properties: { name: { type: 'string', minLength: 1 } } })).toEqual({
      type: 'object',
      properties: { name: { type: 'string', minLength: 1 } },
      additionalProperties: false,
    });
  });

  it('allows what an operator keeps without knowing it', () => {
    const open = { type: 'object', properties: {}, 'x-kubernetes-preserve-unknown-fields': true };
    expect(toJsonSchema(open)).toMatchObject({ additionalProperties: true });
    expect(toJsonSchema({ type: 'object', additionalProperties: { type: 'string' } })).toEqual({
      type: 'object',
      additionalProperties: { type: 'string' },
    });
  });

  it('takes numbers as text only where Kubernetes does, and null only where it is said', () => {
    const percent = { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] };
    expect(toJsonSchema(percent)).toEqual({ type: ['integer', 'string'] });
    expect(toJsonSchema({ type: 'string', nullable: true })).toEqual({ type: ['string', 'null'] });
    expect(toJsonSchema({ type: 'integer', format: 'int32' })).toEqual({ type: 'integer' });
  });

  it('writes out references, and ends where a type contains itself', () => {
    const tree = { type: 'object', properties: { child: { $ref: '#/definitions/Tree' } } };
    expect(toJsonSchema({ $ref: '#/definitions/Tree' }, { Tree: tree })).toMatchObject({ properties: { child: {} } });
    expect(() => toJsonSchema({ $ref: '#/definitions/None' })).toThrow('no definition of None');
  });
});

describe('a kind', () => {
  it('of Kubernetes says its apiVersion and kind; what is registered in every group is none', () => {
    const groups = [
      { group: 'apps', version: 'v1', kind: 'Deployment' },
      { group: '', version: 'v1', kind: 'Deployment' },
    ];
    const of = (kinds: object[]) => ({
      definitions: { D: { properties: { kind: { type: 'string' } }, 'x-kubernetes-group-version-kind': kinds } },
    });
    const [kind] = kindsOfKubernetes(of(groups.slice(0, 1)));
    expect(kind?.schema).toMatchObject({
      properties: { apiVersion: { const: 'apps/v1' }, kind: { const: 'Deployment' } },
    });
    expect(kindsOfKubernetes(of(groups))).toEqual([]);
  });

  it('of an operator has every version that is served, and metadata as Kubernetes has it', () => {
    const openAPIV3Schema = { type: 'object', properties: { metadata: { type: 'object' } } };
    const kinds = kindsOfDefinition(
      {
        kind: 'CustomResourceDefinition',
        spec: {
          group: 'kafka.strimzi.io',
          names: { kind: 'Kafka' },
          versions: [
            { name: 'v1', served: true, schema: { openAPIV3Schema } },
            { name: 'v1beta2', served: false, schema: { openAPIV3Schema } },
          ],
        },
      },
      { definitions },
    );
    expect(kinds.map(({ version }) => version)).toEqual(['v1']);
    expect(kinds[0]?.schema).toMatchObject({
      required: ['apiVersion', 'kind', 'metadata'],
      properties: { metadata: { properties: { name: { type: 'string' } }, additionalProperties: false } },
    });
  });
});

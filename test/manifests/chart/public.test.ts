import { service } from './charts';

const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }];
const open = { from, host: 'orders.example.com', paths: ['/orders'] };

it('nothing is public unless it is said', async () => {
  const rendered = await service();
  expect(rendered.one('Service').spec.type).toBe('ClusterIP');
  expect([...rendered.of('Ingress'), ...rendered.of('HTTPRoute')]).toEqual([]);
});

it('an Ingress for the paths named, with the certificate named, and a way in for its controller', async () => {
  const ingress = { className: 'traefik', tlsSecret: 'orders-tls', annotations: { a: 'b' } };
  const rendered = await service({ public: { via: 'ingress', ...open, ingress } });
  const { metadata, spec } = rendered.one('Ingress');
  expect(metadata.annotations).toEqual({ a: 'b' });
  expect(spec).toMatchObject({
    ingressClassName: 'traefik',
    tls: [{ hosts: ['orders.example.com'], secretName: 'orders-tls' }],
    rules: [{ host: 'orders.example.com', http: { paths: [{ path: '/orders', pathType: 'Prefix' }] } }],
  });
  expect(rendered.one('NetworkPolicy').spec.ingress[0].from).toContainEqual(from[0]);
});

it('a route to the gateway named', async () => {
  const gateway = { name: 'public', namespace: 'gateway' };
  const rendered = await service({ public: { via: 'httpRoute', ...open, httpRoute: { gateway } } });
  expect(rendered.one('HTTPRoute').spec).toMatchObject({ parentRefs: [gateway], hostnames: ['orders.example.com'] });
});

it('a port of the nodes', async () => {
  const rendered = await service({ public: { via: 'nodePort', nodePort: 30123, from } });
  expect(rendered.one('Service').spec).toMatchObject({ type: 'NodePort', ports: [{ nodePort: 30123, port: 3002 }] });
});

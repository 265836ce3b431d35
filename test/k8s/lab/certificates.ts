import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../cluster/run';

/** An authority and one certificate that it has signed, in PEM. */
export interface Certificates {
  authority: string;
  certificate: string;
  key: string;
}

/** Makes both anew; the authority's key is thrown away, so nothing else can ever be signed with it. */
export async function certificatesFor(commonName: string, names: readonly string[]): Promise<Certificates> {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-certificates-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => run('openssl', args);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  try {
    await openssl(
      ...['req', '-x509', ...newKey, '-days', '3650', '-subj', `/O=spillway-lab/CN=${commonName}-ca`],
      ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
      ...['-keyout', file('ca.key'), '-out', file('ca.crt')],
    );
    const request = ['-subj', `/O=spillway-lab/CN=${commonName}`, '-keyout', file('tls.key'), '-out', file('tls.csr')];
    await openssl('req', ...newKey, ...request);
    const alternatives = names.map((name) => `DNS:${name}`).join(',');
    writeFileSync(file('extensions'), `subjectAltName=${alternatives}\nextendedKeyUsage=serverAuth\n`);
    await openssl(
      ...['x509', '-req', '-in', file('tls.csr'), '-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial'],
      ...['-days', '825', '-extfile', file('extensions'), '-out', file('tls.crt')],
    );
    const text = (name: string) => readFileSync(file(name), 'utf8');
    return { authority: text('ca.crt'), certificate: text('tls.crt'), key: text('tls.key') };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** All names a Service goes by, from the same namespace and from others. */
export const serviceNames = (name: string, namespace: string): string[] => [
  name,
  `${name}.${namespace}`,
  `${name}.${namespace}.svc`,
  `${name}.${namespace}.svc.cluster.local`,
];

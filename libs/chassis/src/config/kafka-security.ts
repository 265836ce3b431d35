import { readFileSync } from 'node:fs';
import { codeOf } from '../telemetry/error-shape';
import type { Env } from './environment';
import { hiding } from './hiding';
import type { Secret } from './secret';

/** PEM texts: paths have been read by the time the config is there. */
export interface KafkaSslConfig {
  readonly ca?: string;
  readonly cert?: string;
  /** Hidden when the config is printed. */
  readonly key?: string;
}

export const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export interface KafkaSaslConfig {
  readonly mechanism: (typeof saslMechanisms)[number];
  readonly username: string;
  readonly password: Secret;
}

const sslNames = ['KAFKA_SSL_CA', 'KAFKA_SSL_CERT', 'KAFKA_SSL_KEY'] as const;

export function kafkaSsl(from: Env): { ssl?: KafkaSslConfig } {
  const [ca, cert, key] = sslNames.map((name) => (from.has(name) ? pem(from, name) : undefined));
  if (from.has('KAFKA_SSL_CERT') && !from.has('KAFKA_SSL_KEY'))
    from.fail('KAFKA_SSL_KEY', 'is required with KAFKA_SSL_CERT');
  if (from.has('KAFKA_SSL_KEY') && !from.has('KAFKA_SSL_CERT'))
    from.fail('KAFKA_SSL_CERT', 'is required with KAFKA_SSL_KEY');
  if (!from.bool('KAFKA_SSL_ENABLED', { default: false })) {
    for (const name of sslNames.filter((set) => from.has(set))) from.fail(name, 'needs KAFKA_SSL_ENABLED=true');
    return {};
  }
  const ssl: KafkaSslConfig = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  return { ssl: hiding(ssl, key ? { key: '[secret]' } : {}) };
}

/** A PEM text as it stands (also with \n written out, as in many .env files), or the content of the file named. */
function pem(from: Env, name: string): string {
  const value = from.string(name);
  if (value.startsWith('-----BEGIN')) return value.replaceAll('\\n', '\n');
  try {
    const text = readFileSync(value, 'utf8');
    if (!text.includes('-----BEGIN')) from.fail(name, 'names a file without a PEM text');
    return text;
  } catch (error) {
    from.fail(name, `is neither a PEM text nor a file that can be read (${codeOf(error) ?? 'unreadable'})`);
    return '';
  }
}

export function kafkaSasl(from: Env): { sasl?: KafkaSaslConfig } {
  if (!from.has('KAFKA_SASL_MECHANISM')) {
    for (const name of ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'].filter((set) => from.has(set))) {
      from.fail(name, 'needs KAFKA_SASL_MECHANISM');
    }
    return {};
  }
  return {
    sasl: {
      mechanism: from.oneOf('KAFKA_SASL_MECHANISM', saslMechanisms),
      username: from.string('KAFKA_SASL_USERNAME'),
      password: from.secret('KAFKA_SASL_PASSWORD'),
    },
  };
}

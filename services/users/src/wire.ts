import { database, http, kafkaClient, type Lifecycle, relay } from '@spillway/chassis';
import { accessTokens, bearerAuthentication } from '@spillway/chassis/auth';
import { publicLookup, type Resolve, refusalNow } from '@spillway/chassis/webhooks';
import { attempts } from './attempts/attempts';
import { attemptKeys } from './attempts/keys';
import type { Config } from './config';
import { housekeeping } from './housekeeping';
import { routes } from './http/routes';
import { derivedKey } from './keys/config';
import { signingKeys } from './keys/signing-keys';
import { judge } from './passwords/judge';
import { type Passwords, passwords } from './passwords/passwords';
import { accessTokenSigner } from './sessions/access-token';

/** What a test may replace. */
export interface Overrides {
  readonly passwords?: Passwords;
  readonly resolve?: Resolve;
}

/** The whole service: accounts and sessions in the database, tokens out, events to the topic. */
export function wire(app: Lifecycle, config: Config, overrides: Overrides = {}) {
  const { service: title, version } = config.lifecycle;
  const db = app.add(database(config.database));
  const kafka = app.add(kafkaClient(config.kafka));
  const events = app.add(relay({ db: config.database, producer: kafka, config: config.relay }));
  const keys = app.add(signingKeys({ db, config: config.keys }));
  app.add(housekeeping({ db, relay: events, forgetAfter: config.attempts.forgetAfter }));

  const allowPrivate = config.allowPrivateWebhooks;
  const lookup = allowPrivate ? undefined : publicLookup(overrides.resolve);
  const guarding = {
    attempts: attempts(db, config.attempts),
    keyOf: attemptKeys(derivedKey(config.keys.encryptionKeys, 'attempts')),
    passwords: overrides.passwords ?? passwords(config.passwords),
  };
  const deps = {
    ...guarding,
    db,
    config,
    keys,
    judge: judge({ ...guarding, config: config.attempts }),
    sign: accessTokenSigner(keys, config.terms, config.sessions.accessTokenMs),
    authenticate: bearerAuthentication(accessTokens(keys.find, config.terms)),
    wake: events.wake,
    webhookRefusal: (url: string) => refusalNow(url, allowPrivate, lookup),
  };
  return app.add(http({ config: config.http, routes: routes(deps), lifecycle: app, title, version }));
}

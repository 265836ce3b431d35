import { type Env, readEnvironment, statelessConfig } from '@spillway/chassis';
import { tokenTerms } from '@spillway/chassis/auth';
import { version } from '../package.json';
import { limitsConfig } from './limits/config';
import { targetsConfig } from './targets/config';

const service = { service: 'gateway', version, port: 3000 };

/** Sites whose pages may call from a browser: whole origins, never a pattern. */
function origins(from: Env): readonly string[] {
  const given = from.list('CORS_ORIGINS', { default: [] });
  for (const origin of given) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      from.fail('CORS_ORIGINS', `must be a list of origins such as https://shop.example.com, "${origin}" is none`);
    }
  }
  return given;
}

/** Everything the service can be told, from the environment; throws with every mistake at once. */
export const readConfig = (env: NodeJS.ProcessEnv) =>
  readEnvironment(env, (from) => ({
    ...statelessConfig(from, service),
    tokens: tokenTerms(from),
    targets: targetsConfig(from),
    limits: limitsConfig(from),
    corsOrigins: origins(from),
    live: {
      /** Listeners of this process. */
      maxListeners: from.int('LIVE_MAX_LISTENERS', { default: 10_000, min: 1 }),
      /** Milliseconds between two signs of life: below the idle timeouts of proxies. */
      heartbeat: from.int('LIVE_HEARTBEAT_MS', { default: 15_000, min: 50 }),
    },
  }));

export type Config = ReturnType<typeof readConfig>;

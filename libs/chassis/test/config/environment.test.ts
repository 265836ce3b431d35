import { inspect } from 'node:util';
import {
  ConfigError,
  databaseConfig,
  httpConfig,
  lifecycleConfig,
  readEnvironment,
  relayConfig,
  Secret,
} from '../../src/config';

function mistakesOf(env: NodeJS.ProcessEnv, read: Parameters<typeof readEnvironment>[1]) {
  try {
    readEnvironment(env, read);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('Nothing was wrong');
}

describe('the environment', () => {
  it('reports every mistake at once, each with the name to change', () => {
    const error = mistakesOf({ COUNT: 'many', FLAG: 'yes', MODE: 'c', LOW: '0', SITE: 'nowhere' }, (from) => ({
      count: from.int('COUNT'),
      flag: from.bool('FLAG'),
      mode: from.oneOf('MODE', ['a', 'b']),
      low: from.number('LOW', { min: 1 }),
      site: from.url('SITE'),
      missing: from.string('MISSING'),
      peers: from.list('PEERS'),
    }));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.mistakes).toEqual([
      { name: 'COUNT', why: 'must be a whole number, not "many"' },
      { name: 'FLAG', why: 'must be true or false, not "yes"' },
      { name: 'MODE', why: 'must be one of a, b, not "c"' },
      { name: 'LOW', why: 'must be at least 1, not 0' },
      { name: 'SITE', why: 'must be a URL' },
      { name: 'MISSING', why: 'is required and not set' },
      { name: 'PEERS', why: 'is required and not set' },
    ]);
    for (const { name, why } of error.mistakes) expect(error.message).toContain(`${name}: ${why}`);
  });

  it('takes an empty variable for an absent one', () => {
    expect(readEnvironment({ A: '', B: '  ' }, (from) => [from.string('A', { default: 'x' }), from.has('B')])).toEqual([
      'x',
      false,
    ]);
  });

  it('trims lists and leaves out empty entries', () => {
    expect(readEnvironment({ L: ' a, b,,c ' }, (from) => from.list('L'))).toEqual(['a', 'b', 'c']);
  });

  it('still reports what it knows when a reader trips over a placeholder', () => {
    const error = mistakesOf({}, (from) => {
      const name = from.string('NAME');
      if (name === '') throw new TypeError('a reader that expects a name');
      return name;
    });
    expect(error.mistakes).toEqual([{ name: 'NAME', why: 'is required and not set' }]);
  });

  it('lets the error of a reader through when the environment was right', () => {
    const broken = () => {
      throw new TypeError('bug');
    };
    expect(() => readEnvironment({}, broken)).toThrow(TypeError);
  });
});

describe('secrets', () => {
  const printed = (value: unknown) =>
    `${value} ${JSON.stringify({ value })} ${inspect({ value }, { depth: 9, showHidden: true })}`;

  it('do not show, however they are printed, and can be used', () => {
    const secret = readEnvironment({ TOKEN: 'hunter2' }, (from) => from.secret('TOKEN'));
    expect(secret).toBeInstanceOf(Secret);
    expect(printed(secret)).not.toContain('hunter2');
    expect(secret.reveal()).toBe('hunter2');
  });

  it('do not show in mistakes', () => {
    const error = mistakesOf({ URL: 'ftp://user:hunter2@host', DATABASE_URL: 'hunter2' }, (from) => [
      from.secretUrl('URL', { protocols: ['https'] }),
      databaseConfig(from, { service: 'a' }),
    ]);
    expect(error.mistakes).toHaveLength(2);
    expect(printed(error)).not.toContain('hunter2');
  });

  it('do not show in a printed database config, whose URL stays usable', () => {
    const env = { DATABASE_URL: 'postgres://orders:hunter2@db:5432/orders?sslpassword=hunter2' };
    const config = readEnvironment(env, (from) => databaseConfig(from, { service: 'orders' }));
    expect(config.url).toBe(env.DATABASE_URL);
    expect(printed({ config })).not.toContain('hunter2');
    expect(JSON.stringify(config)).toContain('postgres://orders:hidden@db:5432/orders');
  });
});

describe('settings that depend on each other', () => {
  it.each([
    [{ SHUTDOWN_TIMEOUT_MS: '1000', SHUTDOWN_DELAY_MS: '1000' }, 'SHUTDOWN_DELAY_MS'],
    [{ HTTP_HEADERS_TIMEOUT_MS: '2000', HTTP_REQUEST_TIMEOUT_MS: '1000' }, 'HTTP_HEADERS_TIMEOUT_MS'],
    [{ RELAY_POLL_MIN_MS: '100', RELAY_POLL_MAX_MS: '10' }, 'RELAY_POLL_MIN_MS'],
  ])('refuses %j', (env, name) => {
    const error = mistakesOf({ PORT: '1', ...env }, (from) => [
      lifecycleConfig(from, { service: 's', version: '1' }),
      httpConfig(from),
      relayConfig(from),
    ]);
    expect(error.mistakes.map((mistake) => mistake.name)).toEqual([name]);
  });

  it('does not complain twice: a malformed number is not compared with others', () => {
    const error = mistakesOf({ SHUTDOWN_DELAY_MS: 'soon' }, (from) =>
      lifecycleConfig(from, { service: 's', version: '1' }),
    );
    expect(error.mistakes).toEqual([{ name: 'SHUTDOWN_DELAY_MS', why: 'must be a whole number, not "soon"' }]);
  });
});

import { append, kafkaClient, relay } from '@spillway/chassis';
import { collect, createTopics, eventually, type TestDatabase, testKafka, uniqueName } from '@spillway/chassis/testing';
import { newId, toEvent, topics, UserDeleted, UserRegistered, UserUpdated } from '@spillway/contracts';
import { attemptKeys } from '../../src/attempts/keys';
import { deleteUser } from '../../src/users/delete';
import { repeatLastWords } from '../../src/users/last-words';
import { freshDatabase, type Service, startService } from '../support/service';

let database: TestDatabase;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database?.drop());

const keyOf = attemptKeys(Buffer.alloc(32));

const events = (userId: string) =>
  database.db.query<{ type: string; data: Record<string, unknown> }>(
    'SELECT type, data FROM events WHERE subject = $1 ORDER BY id',
    [userId],
  );

/** What the topic holds of a user. */
async function published(userId: string, count: number) {
  const collector = await collect(topics.users.name);
  try {
    return await eventually(() => {
      const own = collector.messages.filter(({ key }) => key === userId);
      return own.length >= count && own;
    });
  } finally {
    await collector.stop();
  }
}

const everything = async (): Promise<string> => {
  const tables = await database.db.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const rows = await Promise.all(tables.map(({ name }) => database.db.query(`SELECT t::text FROM ${name} t`)));
  return JSON.stringify(rows);
};

describe('with the service', () => {
  let service: Service;

  beforeEach(async () => {
    service = await startService(database, { WEBHOOK_ALLOW_PRIVATE: 'true' });
  });

  afterEach(() => service?.stop());

  it('deletes with the password only; then nothing of the user is left but that there was one', async () => {
    const ada = await service.someone({ name: 'Ada Lovelace' });
    const { accessToken: token, email, password, userId } = ada;
    await service.call('PATCH', '/me', { token, body: { webhookUrl: 'https://example.com/of-ada' } });
    await service.login(email, 'wrong');

    expect(await service.call('POST', '/me/deletion', { token, body: { password: 'wrong' } })).toMatchObject({
      status: 403,
    });
    expect(await service.call('POST', '/me/deletion', { token, body: { password } })).toMatchObject({ status: 204 });

    expect(await everything()).not.toMatch(new RegExp(`${email}|Lovelace|of-ada|argon2`));
    expect(await service.call('GET', '/me', { token })).toMatchObject({ status: 401 });
    expect(await service.login(email, password)).toMatchObject({ status: 401 });
    expect(await events(userId)).toMatchObject([
      { type: 'UserRegistered', data: { userId, version: 1 } },
      { type: 'UserUpdated', data: { userId, version: 2 } },
      { type: 'UserDeleted', data: { userId, version: 3 } },
    ]);
  });

  it('lets somebody else have the address, who is somebody else', async () => {
    const ada = await service.someone();
    const { accessToken: token, password, email } = ada;
    await service.call('POST', '/me/deletion', { token, body: { password } });
    const next = await service.someone({ email });
    expect(next.userId).not.toBe(ada.userId);
  });

  it('publishes UserDeleted as the last word, and says it again a good while after it was published', async () => {
    const { accessToken: token, password, userId } = await service.someone();
    await service.call('POST', '/me/deletion', { token, body: { password } });
    const told = await published(userId, 2);
    expect(told.map(({ headers }) => headers.ce_type)).toEqual(['UserRegistered', 'UserDeleted']);

    await repeatLastWords(database.db, 60_000);
    expect(await repeatLastWords(database.db, 60_000)).toBe(0);
    await database.db.query(`UPDATE last_words SET again_at = again_at - interval '1 minute'`);
    expect(await repeatLastWords(database.db, 60_000)).toBe(1);
    expect(await repeatLastWords(database.db, 60_000)).toBe(0);

    const all = await published(userId, 3);
    expect(all.map(({ headers }) => headers.ce_type)).toEqual(['UserRegistered', 'UserDeleted', 'UserDeleted']);
    expect(all[2]?.value).toBe(all[1]?.value);
    expect(all[2]?.headers.ce_id).not.toBe(all[1]?.headers.ce_id);
  });
});

describe('while the relay stands still', () => {
  const email = 'ada@example.com';

  async function user() {
    const userId = newId();
    const data = { userId, version: 1, role: 'customer' as const, email, name: 'Ada' };
    await database.db.query(
      `INSERT INTO users (user_id, email, name, password_hash, version) VALUES ($1, $2, 'Ada', 'none', 2)`,
      [userId, email],
    );
    const changed = { ...data, version: 2, webhook: { url: 'https://example.com/' } };
    await append(database.db, [
      UserRegistered.create({ subject: userId, data }),
      UserUpdated.create({ subject: userId, data: changed }),
    ]);
    return userId;
  }

  async function publishAll(userId: string, count: number) {
    await createTopics([topics.users.name], { partitions: topics.users.partitions });
    const kafka = kafkaClient(testKafka());
    await kafka.start?.(() => undefined);
    const config = {
      pollMin: 5,
      pollMax: 50,
      batchSize: 100,
      leaderRetry: 50,
      paused: false,
      eventsRetention: 0,
      inboxRetention: 0,
      retentionInterval: 60_000,
    };
    const running = relay({ db: database.config, producer: kafka, config, name: uniqueName('relay') });
    running.start?.(() => undefined);
    try {
      return await published(userId, count);
    } finally {
      await running.stop?.();
      await kafka.stop?.();
    }
  }

  it('loses no event, and publishes none with personal data after the deletion: each is what it was, without it', async () => {
    const userId = await user();
    expect(await deleteUser(database.db, userId, keyOf)).toBe(true);
    const messages = await publishAll(userId, 3);
    expect(JSON.stringify(messages)).not.toMatch(/ada@example|Ada|example\.com/);
    // Readers take them: they are valid, in order, and end with the last word.
    const read = messages.map((message) =>
      toEvent({ ...message, key: message.key ?? null, value: message.value ?? null }, topics.users.name),
    );
    expect(read.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: UserRegistered.type, data: { userId, version: 1, role: 'customer' } },
      { type: UserUpdated.type, data: { userId, version: 2, role: 'customer' } },
      { type: UserDeleted.type, data: { userId, version: 3 } },
    ]);
  });

  it('does not begin to count before the deletion has been published', async () => {
    const userId = await user();
    await deleteUser(database.db, userId, keyOf);
    await repeatLastWords(database.db, 0);
    expect(await database.db.query('SELECT again_at FROM last_words')).toEqual([{ again_at: null }]);
    await publishAll(userId, 3);
    await eventually(async () => (await repeatLastWords(database.db, 0)) === 1);
  });

  it('takes away what a change under way still tells, whichever comes first', async () => {
    const userId = await user();
    const changing = database.db.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM users WHERE user_id = $1 FOR UPDATE', [userId]);
      const deleting = deleteUser(database.db, userId, keyOf);
      await eventually(async () => {
        const waiting = await database.db.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
      await tx.query('UPDATE users SET version = 3 WHERE user_id = $1', [userId]);
      const data = { userId, version: 3, role: 'customer' as const, email: 'late@example.com' };
      await append(tx, [UserUpdated.create({ subject: userId, data })]);
      return { deleting };
    });
    expect(await (await changing).deleting).toBe(true);
    expect(await everything()).not.toContain('@example.com');
    expect((await events(userId)).map(({ type, data }) => [type, data.version])).toEqual([
      ['UserRegistered', 1],
      ['UserUpdated', 2],
      ['UserUpdated', 3],
      ['UserDeleted', 4],
    ]);
  });

  it('knows no user twice: the second deletion finds nobody', async () => {
    const userId = await user();
    expect(await deleteUser(database.db, userId, keyOf)).toBe(true);
    expect(await deleteUser(database.db, userId, keyOf)).toBe(false);
    expect(await events(userId)).toHaveLength(3);
  });
});

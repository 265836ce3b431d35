import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { applyKafkajsWorkarounds } from '../../src/kafka/workarounds';
import { testKafka } from '../../src/testing';

const run = promisify(execFile);

/** Turns of the event loop in a second without work that tell a process that sleeps from one that looks again and again. */
const [sleeping, restless] = [30, 200];

/**
 * Prints how often the event loop turns in a second in which the process has nothing to do, or that it turns without rest: a
 * machine that is busy has five seconds to show that. Alone in its process: others' clients turn it, too.
 */
const countTurns = `
  const turns = () => performance.nodeTiming.uvMetricsInfo.loopCount;
  const before = turns();
  let seconds = 0;
  setInterval(() => {
    const count = turns() - before;
    if (++seconds < 5 && count >= ${sleeping} * seconds && count <= ${restless}) return;
    console.log(count);
    process.exit(0);
  }, 1000);`;

const patched = `
  const { kafkaClient, kafkaConfig, readEnvironment } = require(${JSON.stringify(resolve(__dirname, '../../dist'))});
  const client = kafkaClient(readEnvironment(process.env, (from) => kafkaConfig(from, { service: 'idle' })));
  client.start(() => undefined).then(() => {${countTurns}});`;

const unpatched = `
  const { Kafka, logLevel, Partitioners } = require('kafkajs');
  process.removeAllListeners('warning');
  const kafka = new Kafka({ brokers: process.env.KAFKA_BROKERS.split(','), logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  producer.connect().then(() => {${countTurns}});`;

async function turnsOf(program: string): Promise<number> {
  const env = { ...process.env, KAFKA_ENFORCE_REQUEST_TIMEOUT: 'false', LOG_LEVEL: 'silent' };
  const { stdout } = await run(process.execPath, ['-e', program], { cwd: __dirname, env });
  return Number(stdout);
}

describe('the patches of kafkajs', () => {
  it('are made for the version that is installed', () => {
    applyKafkajsWorkarounds();
    expect(require('kafkajs/package.json').version).toBe('2.2.4');
    const { prototype } = require('kafkajs/src/network/requestQueue');
    expect(typeof prototype.scheduleCheckPendingRequests).toBe('function');
    expect(String(prototype.checkPendingRequests)).toContain('this.scheduleCheckPendingRequests()');
    expect(Object.keys(new (require('kafkajs/src/network/requestQueue'))({ logger: {} }))).toEqual(
      expect.arrayContaining(['pending', 'throttledUntil', 'throttleCheckTimeoutId']),
    );
  });

  it('let an idle client sleep', async () => {
    expect(await turnsOf(patched)).toBeLessThan(sleeping);
  });

  it('open one socket where several requests find the connection closed', async () => {
    applyKafkajsWorkarounds();
    const Connection = require('kafkajs/src/network/connection');
    const [broker = ''] = testKafka().brokers;
    const [host, port] = broker.split(':');
    let sockets = 0;
    const socketFactory = (options: { host: string; port: number; onConnect(): void }) => {
      sockets++;
      return connect({ host: options.host, port: options.port }, options.onConnect);
    };
    const silent = { info() {}, warn() {}, error() {}, debug() {}, namespace: () => silent };
    const connection = new Connection({
      host,
      port: Number(port),
      logger: silent,
      socketFactory,
      connectionTimeout: 5_000,
      requestTimeout: 5_000,
    });
    await Promise.all([connection.connect(), connection.connect(), connection.connect()]);
    expect(sockets).toBe(1);
    await connection.disconnect();
    await connection.connect();
    expect(sockets).toBe(2);
    await connection.disconnect();
  });

  it('are still needed', async () => {
    expect(await turnsOf(unpatched)).toBeGreaterThan(restless);
  });
});

import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { follow } from '../src/logs/follow';
import { paintFor, readableLog } from '../src/logs/render';

const plain = paintFor({ isTTY: false }, {});

it('makes a readable line of what a service writes', () => {
  const lines: string[] = [];
  const sink = readableLog((line) => lines.push(line), plain, 8);
  sink(
    'orders',
    '{"time":"2026-01-02T03:04:05.678Z","level":"info","service":"orders","component":"http","message":"listening","port":3001}',
  );
  sink('kafka', '[main] ERROR kafka.Kafka$ - Exiting');
  sink('postgres', '2026-01-02 UTC [1] LOG:  database system is ready');
  sink('orders', '{"half a line');

  expect(lines).toEqual([
    'orders   03:04:05.678 info  http listening port=3001',
    'kafka    [main] ERROR kafka.Kafka$ - Exiting',
    'orders   {"half a line',
  ]);
});

it('colours only where colours are wanted', () => {
  expect(paintFor({ isTTY: true }, {})('red', 'x')).toBe('\u001b[31mx\u001b[0m');
  expect(paintFor({ isTTY: true }, { NO_COLOR: '1' })('red', 'x')).toBe('x');
});

it('hands on what is written after it began, to the last line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-test-'));
  const file = join(folder, 'log');
  writeFileSync(file, 'old\n');
  const lines: string[] = [];
  const following = follow(file, (line) => lines.push(line), 5);
  appendFileSync(file, 'one\ntw');
  appendFileSync(file, 'o\nthree without an end');
  following.stop();

  expect(lines).toEqual(['one', 'two', 'three without an end']);
  rmSync(folder, { recursive: true });
});

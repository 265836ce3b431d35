import { Histogram } from 'prom-client';

const duration = new Histogram({
  name: 'password_hash_duration_seconds',
  help: 'Making or checking one password hash, the wait for a free thread included, the wait in line not',
  labelNames: ['work'],
  buckets: [0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1],
});

export async function timed<T>(work: 'hash' | 'verify', run: () => Promise<T>): Promise<T> {
  const stop = duration.startTimer({ work });
  try {
    return await run();
  } finally {
    stop();
  }
}

import { startService } from '../support/service';

it('starts on a real Kafka and PostgreSQL, and answers', async () => {
  const service = await startService();
  try {
    expect(await service.get('/{{name}}')).toEqual({ status: 200, body: { count: 0 } });
  } finally {
    await service.stop();
  }
});

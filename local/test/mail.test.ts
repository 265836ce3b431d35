import { createTransport, type Transporter } from 'nodemailer';
import { type MailCatcher, startMailCatcher } from '../src/mail/catcher';
import { freePort } from '../src/ports';

let catcher: MailCatcher;
let client: Transporter;
let api: string;

beforeEach(async () => {
  const [smtpPort, httpPort] = [await freePort(), await freePort()];
  catcher = await startMailCatcher({ smtpPort, httpPort, keepInFull: 2 });
  client = createTransport({ host: '127.0.0.1', port: smtpPort, pool: true });
  api = `http://127.0.0.1:${httpPort}`;
});

afterEach(async () => {
  client.close();
  await catcher.stop();
});

const read = async (path: string) => (await fetch(`${api}${path}`)).json();
const send = (mail: { to?: string; subject?: string; text?: string; messageId?: string }) =>
  client.sendMail({ from: 'shop@example.test', to: 'ada@example.test', subject: 'Hello', text: 'Hi', ...mail });

it('finds a mail by recipient, by Message-ID and by text in subject and body', async () => {
  await send({ subject: 'Order 4711 ✓ confirmed', messageId: '<e1@example.test>' });
  await send({
    to: 'bob@example.test',
    text: `Your order ${'x'.repeat(70)}-0815 is on its way`,
    messageId: '<e2@example.test>',
  });

  expect(await read('/api/mails?to=bob@example.test')).toMatchObject({ total: 2, mails: [{ number: 2 }] });
  expect(await read('/api/mails?messageId=e1@example.test')).toMatchObject({ mails: [{ number: 1 }] });
  expect(await read('/api/mails?orderId=4711')).toMatchObject({ mails: [{ subject: 'Order 4711 ✓ confirmed' }] });
  expect(await read('/api/mails?orderId=xx-0815')).toMatchObject({ mails: [{ number: 2 }] });
});

it('keeps the newest in full and a summary of all', async () => {
  for (const messageId of ['<a@t>', '<b@t>', '<a@t>']) await send({ messageId });

  expect(await read('/api/count')).toEqual({ count: 3, distinct: 2 });
  expect((await fetch(`${api}/api/mails/1`)).status).toBe(404);
  expect(await read('/api/mails/3')).toMatchObject({ messageId: '<a@t>', text: 'Hi\n' });
  const index = await (await fetch(`${api}/api/index`)).text();
  expect(
    index
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).messageId),
  ).toEqual(['<a@t>', '<b@t>', '<a@t>']);
});

it('starts anew after clearing', async () => {
  await send({});
  expect((await fetch(`${api}/api/mails`, { method: 'DELETE' })).status).toBe(204);
  await send({ subject: 'Again' });

  expect(await read('/api/mails')).toMatchObject({ total: 1, mails: [{ number: 1, subject: 'Again' }] });
});

it('shows people a page', async () => {
  const response = await fetch(api);
  expect(response.headers.get('content-type')).toMatch('text/html');
  expect(await response.text()).toContain('<title>Mail</title>');
});

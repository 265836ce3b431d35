import { restAfterFailure } from '../../src/mail/rest-after-failure';
import type { Mail } from '../../src/mail/transport';

const mail: Mail = { from: 'a@x', to: 'b@x', subject: '', text: '', html: '', messageId: '<1@x>', references: '<2@x>' };

function failing(fields: object) {
  let sends = 0;
  let time = 0;
  const send = () => {
    sends++;
    return Promise.reject(Object.assign(new Error('no'), fields));
  };
  const transport = restAfterFailure({ send, close: async () => {} }, 250, () => time);
  return {
    try: () => transport.send(mail).then(String, (error: { code: string }) => error.code),
    sends: () => sends,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

it('leaves a server alone for a moment when it could not be reached', async () => {
  const server = failing({ code: 'ESOCKET', command: 'CONN' });
  expect([await server.try(), await server.try(), server.sends()]).toEqual(['ESOCKET', 'TRANSIENT', 1]);
  server.pass(250);
  expect([await server.try(), server.sends()]).toEqual(['ESOCKET', 2]);
});

it.each([
  ['was refused', { code: 'EENVELOPE', command: 'RCPT TO', permanent: true, responseCode: 550 }],
  ['is to be sent later', { code: 'EENVELOPE', command: 'RCPT TO', permanent: false, responseCode: 451 }],
])('goes on when only one mail %s', async (_what, fields) => {
  const server = failing(fields);
  expect([await server.try(), await server.try(), server.sends()]).toEqual(['EENVELOPE', 'EENVELOPE', 2]);
});

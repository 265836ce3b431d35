import { type Answer, AnswerReader } from './answer-reader';

const created = (body: string) =>
  `HTTP/1.1 201 Created\r\nContent-Length: ${Buffer.byteLength(body)}\r\ncontent-type: application/json\r\n\r\n${body}`;
const reader = (wantsBody = true) => new AnswerReader(() => wantsBody);

/** Reads `text` in chunks of `size`, each in the same memory, as a socket would give them. */
function inChunks(text: string, size: number): (Answer | undefined)[] {
  const bytes = Buffer.from(text);
  const memory = Buffer.alloc(size);
  const subject = reader();
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => {
    const count = bytes.copy(memory, 0, n * size);
    return subject.read(memory.subarray(0, count));
  });
}

it('reads an answer however it is cut, and only says so with its last byte', () => {
  const text = created('{"name":"Krüger"}');
  for (let size = 1; size <= Buffer.byteLength(text); size++) {
    const answers = inChunks(text, size);
    expect(answers.pop()).toEqual({ status: 201, closing: false, body: '{"name":"Krüger"}' });
    expect(answers.every((answer) => answer === undefined)).toBe(true);
  }
});

it('reads one answer after the other', () => {
  const subject = reader(false);
  expect(subject.read(Buffer.from(created('first')))).toEqual({ status: 201, closing: false, body: undefined });
  const refused = 'HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno';
  expect(subject.read(Buffer.from(refused))).toEqual({ status: 503, closing: true, body: undefined });
  expect(subject.read(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'))).toMatchObject({ status: 204 });
});

it.each([
  ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 'not an answer'],
  ['an answer that may end anywhere', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', 'without a length'],
  ['bytes nobody asked for', `${created('one')}more`, 'more bytes'],
])('does not guess at %s', (_, text, message) => {
  expect(() => reader().read(Buffer.from(text))).toThrow(message);
});

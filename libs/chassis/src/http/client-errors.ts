import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Problem } from './problem';
import { problemDocument } from './problem-document';

const timeout = new Problem(408, 'request-timeout', 'The request did not arrive in time.');
const headTooLarge = new Problem(431, 'headers-too-large', 'The headers of the request are too large.');
const notHttp = new Problem(400, 'invalid-request', 'This is not a valid HTTP request.');

const byCode: Record<string, Problem> = {
  ERR_HTTP_REQUEST_TIMEOUT: timeout,
  HPE_HEADER_OVERFLOW: headTooLarge,
};

/** Answers what never became a request: slow heads, slow bodies, headers too large, bytes that are no HTTP. Then the connection closes. */
export function answerClientErrors(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket & { _httpMessage?: { headersSent: boolean } };
    // Half an answer may be under way already; another one behind it would only confuse.
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) {
      socket.destroy();
      return;
    }
    socket.end(rawAnswer(byCode[error.code ?? ''] ?? notHttp));
  });
}

function rawAnswer(problem: Problem): string {
  const body = JSON.stringify(problemDocument(problem, '/'));
  return [
    `HTTP/1.1 ${problem.status} ${problem.title ?? problem.code}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}

import type { ServerResponse } from 'node:http';
import type { Answer } from './route';

/**
 * Writes an answer in one go: one writeHead with a flat list (the form node takes without copying), one end.
 * `closing` tells the client not to use the connection again.
 */
export function reply(response: ServerResponse, answer: Answer, requestId: string, closing: boolean): void {
  // A handler may have used the response before it failed; there is no second answer.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, body, headers, stream } = answer;
  const head = ['x-request-id', requestId];
  let typed = false;
  if (headers !== undefined) {
    for (const name in headers) {
      head.push(name, headers[name] as string);
      if (name === 'content-type') typed = true;
    }
  }
  if (closing) head.push('connection', 'close');
  if (stream !== undefined) {
    response.writeHead(status, head);
    response.flushHeaders(); // node would keep the head back until there is a body, and who listens would not know that he does
    stream(response);
    return;
  }
  if (body === undefined) {
    if (status !== 204 && status !== 304) head.push('content-length', '0');
    response.writeHead(status, head);
    response.end();
    return;
  }
  const payload = typed && typeof body === 'string' ? body : JSON.stringify(body);
  if (!typed) head.push('content-type', 'application/json; charset=utf-8');
  head.push('content-length', String(Buffer.byteLength(payload)));
  response.writeHead(status, head);
  response.end(payload);
}

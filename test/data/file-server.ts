// A local server of one file that can be told to misbehave, answer by answer.

import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Answer {
  status?: number;
  /** Closes the connection after this many bytes of the body. */
  cutAfter?: number;
  /** Sends so many bytes, then nothing more. */
  silentAfter?: number;
  ignoreRange?: boolean;
  /** Sends these bytes instead of the file. */
  body?: Buffer;
  contentRange?: string;
  etag?: string;
}

/** Serves `content`; the n-th request gets the n-th answer, all further ones an ordinary one. */
export async function serveFile(content: Buffer, answers: Answer[] = []) {
  const requests: IncomingHttpHeaders[] = [];
  const server = createServer(({ headers }, response) => {
    const answer = answers[requests.push(headers) - 1] ?? {};
    respond(answer, answer.body ?? content, headers, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.tgz`, requests };
}

function respond(answer: Answer, content: Buffer, headers: IncomingHttpHeaders, response: ServerResponse): void {
  if (answer.status) return void response.writeHead(answer.status).end("no");
  const etag = answer.etag ?? '"v1"';
  const changed = headers["if-range"] !== undefined && headers["if-range"] !== etag;
  const range = answer.ignoreRange || changed ? undefined : /^bytes=(\d+)-$/.exec(headers.range ?? "");
  const start = Number(range?.[1] ?? 0);
  if (range && start >= content.length) return void response.writeHead(416).end();
  const body = content.subarray(start);
  const contentRange = answer.contentRange ?? `bytes ${start}-${content.length - 1}/${content.length}`;
  const rangeHeaders = range ? { "content-range": contentRange } : {};
  response.writeHead(range ? 206 : 200, { "content-length": body.length, etag, ...rangeHeaders });
  if (answer.silentAfter !== undefined) response.write(body.subarray(0, answer.silentAfter));
  else if (answer.cutAfter !== undefined)
    response.write(body.subarray(0, answer.cutAfter), () => setTimeout(() => response.destroy(), 50));
  else response.end(body);
}

import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A wire in front of a control plane, on which answers can be lost. */
export interface LosingWire {
  readonly url: string;
  /** What was asked for, reads too, in the same way. */
  readonly asked: string[];
  /** What was written, by method and the operation or path, in this order. */
  readonly writes: string[];
  /** The answer to the next write is lost on the way back: it was done, and nobody hears of it. */
  loseNextWrite(): void;
  /** The next write is turned away before it is done: somebody else is at work there. */
  refuseNextWrite(): void;
  close(): Promise<void>;
}

/** Sends on whatever comes to `target`, and hands the answers back. */
export async function losingWire(target: string): Promise<LosingWire> {
  const asked: string[] = [];
  const writes: string[] = [];
  let isLosing = false;
  let isRefusing = false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
    const operation = operationOf(request.method ?? "GET", request.url ?? "/", body.toString("utf8"));
    asked.push(operation);
    const isWrite = !READS.test(operation);
    if (isWrite) writes.push(operation);
    if (isRefusing && isWrite) {
      isRefusing = false;
      return void response.writeHead(503, { "retry-after": "0" }).end();
    }
    const isLost = isLosing && isWrite;
    if (isLost) isLosing = false;
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? "GET",
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body }),
    }).catch(() => undefined);
    if (answer && !isLost) await passOn(response, answer);
    else response.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    writes,
    loseNextWrite: () => {
      isLosing = true;
    },
    refuseNextWrite: () => {
      isRefusing = true;
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An operation by its name where the call says it, a command of a router as it is, else method and path. */
function operationOf(method: string, url: string, body: string): string {
  if (/^\/routers\/[^/]+\/run$/.test(url)) return (JSON.parse(body) as { argv: string[] }).argv.join(" ");
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  return action ?? `${method} ${url.split("?")[0]}`;
}
const READS =
  /^(GET |HEAD |Describe|Get|List|Search|AssumeRole|cat |sha256sum |ip -j |swanctl --list|nft -a list |vtysh -c show )/;

async function passOn(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A wire in front of a control plane, on which answers can be lost. */
export interface LosingWire {
  readonly url: string;
  /** What was written, by method and the operation or path, in this order. */
  readonly writes: string[];
  /** The answer to the next write is lost on the way back: it was done, and nobody hears of it. */
  loseNextWrite(): void;
  close(): Promise<void>;
}

/** Sends on whatever comes to `target`, and hands the answers back. */
export async function losingWire(target: string): Promise<LosingWire> {
  const writes: string[] = [];
  let isLosing = false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
    const operation = operationOf(request.method ?? "GET", request.url ?? "/", body.toString("utf8"));
    if (operation !== undefined) writes.push(operation);
    const isLost = isLosing && operation !== undefined;
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
    writes,
    loseNextWrite: () => {
      isLosing = true;
    },
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The write that a request is; `undefined` = it only reads. */
function operationOf(method: string, url: string, body: string): string | undefined {
  if (method === "GET" || method === "HEAD") return undefined;
  const action = /^Action=(\w+)|&Action=(\w+)/.exec(body);
  const name = action?.[1] ?? action?.[2];
  if (name === undefined) return `${method} ${url}`;
  return /^(Describe|Get|List|Search|AssumeRole)/.test(name) ? undefined : name;
}

async function passOn(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

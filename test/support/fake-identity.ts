import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as an identity endpoint gets it. */
export interface IdentityRequest {
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What it answers; `undefined` = it breaks the connection. */
export type IdentityAnswer =
  | {
      readonly status?: number;
      readonly body: string;
      readonly type?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | undefined;

/** An endpoint of somebody who gives out tokens, on a port of its own: the edge of the world, in the vendor's own words. */
export async function fakeIdentityEndpoint(
  answer: (request: IdentityRequest) => IdentityAnswer,
): Promise<{ readonly url: string; readonly requests: readonly IdentityRequest[]; close(): Promise<void> }> {
  const requests: IdentityRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = {
      url: new URL(incoming.url ?? "/", "http://127.0.0.1"),
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    requests.push(request);
    const said = answer(request);
    if (!said) return void incoming.socket.destroy();
    outgoing
      .writeHead(said.status ?? 200, { "content-type": said.type ?? "application/json", ...said.headers })
      .end(said.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A token with these claims in the form of a JWT; nobody has signed it. */
export const unsignedJwt = (claims: object): string =>
  [{ alg: "RS256", typ: "JWT" }, claims, "signature"]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");

/** The claims in a token. */
export const claimsOf = (jwt: string): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8"));

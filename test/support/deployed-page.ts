import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { type PageSignIn, pageHeaders, pagePolicy, scopes } from "@skylane/core";
import type { InstanceInfo } from "@skylane/local";
import { fileServer } from "../../packages/local/src/gateway/static-files.ts";
import { fakeOidc } from "./fake-oidc.ts";
import { selfSigned } from "./self-signed.ts";

const CLIENT_ID = "page";
const AUDIENCE = "https://skylane.globalcart.example";

/**
 * The page as a stage serves it: behind TLS, with CloudFront's headers, an identity provider of its own, and a JWT authorizer in
 * front of a Skylane that runs here.
 */
export async function deployedPage(info: () => InstanceInfo) {
  const certificate = selfSigned("127.0.0.1");
  const serveFile = fileServer(join(import.meta.dirname, "../../packages/dashboard/dist"));
  let isDown = false;
  const seen = new Set<string>();
  const refused = new Set<string>();
  const provider = await serve(certificate, async (request, response) => {
    const answer = await idp.fetch(urlOf(provider.url, request), await initOf(request));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  const page = await serve(certificate, async (request, response) => {
    if (isDown) return void request.socket.destroy();
    const headers = { ...pageHeaders, "content-security-policy": pagePolicy([provider.url]) };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { pathname } = new URL(urlOf(page.url, request));
    if (pathname === "/config.json")
      return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(config));
    if (!pathname.startsWith("/v1/")) {
      if (!(await serveFile(request, pathname, response))) response.writeHead(404).end();
      return;
    }
    const claims = authorized(request, idp.publicKey, provider.url);
    const bearer = request.headers.authorization ?? "";
    seen.add(bearer);
    if (!claims || refused.has(bearer))
      return void response.writeHead(401, { "content-type": "application/json" }).end('{"message":"Unauthorized"}');
    const { url, token } = info();
    const { headers: given, ...init } = await initOf(request);
    const type = new Headers(given).get("content-type");
    const answer = await fetch(new URL(request.url ?? "/", url), {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        "x-skylane-as": claims.email,
        ...(type !== null && { "content-type": type }),
      },
    });
    response
      .writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" })
      .end(Buffer.from(await answer.arrayBuffer()));
  });
  const idp = fakeOidc({
    issuerUrl: provider.url,
    clientId: CLIENT_ID,
    redirectUrls: [`${page.url}/`],
    audience: AUDIENCE,
    nowMs: () => Date.now(),
  });
  const config: PageSignIn = {
    kind: "code",
    issuerUrl: provider.url,
    clientId: CLIENT_ID,
    scopes: ["openid", scopes.read, scopes.order],
    ...idp.urls,
  };
  return {
    url: page.url,
    providerUrl: provider.url,
    idp,
    /** No token that was used up to now is taken any more. */
    endSessions(): void {
      for (const bearer of seen) refused.add(bearer);
    },
    /** Nothing answers any more, or again. */
    setDown(down: boolean): void {
      isDown = down;
      if (down) page.cut();
    },
    async close(): Promise<void> {
      await Promise.all([page.close(), provider.close()]);
    },
  };
}

type Claims = { readonly email: string };

/** What API Gateway's JWT authorizer asks of a token. @see Amazon API Gateway developer guide, HTTP API JWT authorizers (read 2026-11) */
function authorized(request: IncomingMessage, key: KeyObject, issuerUrl: string): Claims | undefined {
  const [, head = "", body = "", signature = ""] =
    /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(request.headers.authorization ?? "") ?? [];
  const isSigned = verify(
    "RSA-SHA256",
    Buffer.from(`${head}.${body}`),
    createPublicKey(key.export({ type: "spki", format: "pem" })),
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) return undefined;
  const claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  const needed = request.method === "GET" ? scopes.read : scopes.order;
  const isFitting =
    claims.iss === issuerUrl &&
    claims.aud === AUDIENCE &&
    claims.exp * 1_000 > Date.now() &&
    String(claims.scope).split(" ").includes(needed);
  return isFitting ? claims : undefined;
}

async function serve(
  { cert, key }: { readonly cert: string; readonly key: string },
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
) {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ cert, key }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on("secureConnection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        cut();
      }),
  };
}

const urlOf = (base: string, { url = "/" }: IncomingMessage): string => new URL(url, base).href;

async function initOf(request: IncomingMessage): Promise<RequestInit> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const method = request.method ?? "GET";
  return {
    method,
    headers: { "content-type": request.headers["content-type"] ?? "application/json" },
    ...(method !== "GET" && { body: Buffer.concat(chunks) }),
  };
}

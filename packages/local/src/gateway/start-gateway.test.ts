import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Listening } from "../edge/listen.ts";
import { silentLog } from "../edge/log.ts";
import { manualTimers, START_MS, settle } from "../event-bus/fixture.ts";
import { createLambdaHost, type LambdaHandler } from "../lambda/create-lambda-host.ts";
import { type GatewayOptions, startGateway } from "./start-gateway.ts";

type Answer = { status: number | undefined; headers: Readonly<Record<string, unknown>>; text: string };
const TOKEN = "of-this-start";
const bearer = { authorization: `Bearer ${TOKEN}` };
type Ask = { method?: string; path?: string; body?: string | Buffer; headers?: Readonly<Record<string, string>> };

function ask(port: number, { method = "GET", path = "/", body, headers = {} }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port, method, path, headers: { ...bearer, ...headers } },
      async (response) => {
        const text = Buffer.concat((await response.toArray()) as Buffer[]).toString("utf8");
        resolve({ status: response.statusCode, headers: response.headers, text });
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
}

describe("local/gateway/start-gateway", () => {
  let folder: string;
  const undo: (() => unknown)[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gateway-"));
  });
  afterEach(async () => {
    for (const one of undo.splice(0).reverse()) await one();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (handler: LambdaHandler, more: Partial<GatewayOptions> = {}, reservedConcurrency?: number) => {
    const timers = manualTimers();
    const limit = reservedConcurrency === undefined ? {} : { reservedConcurrency };
    const functions = { fn: { load: async () => handler, timeoutMs: 60_000, ...limit } };
    const lambda = createLambdaHost({ functions, timers, log: silentLog });
    const routes = [
      { method: "ANY", path: "/v1/paths/{id}", functionName: "fn" },
      { method: "POST", path: "/v1/slack/commands", functionName: "fn", isSigned: true },
    ];
    const gateway = await startGateway({ port: 0, host: "127.0.0.1", token: TOKEN, routes, lambda, timers, ...more });
    undo.push(() => gateway.close(0));
    return { gateway, timers };
  };
  const aSite = (): string => {
    const site = join(folder, "site");
    mkdirSync(join(site, "assets"), { recursive: true });
    writeFileSync(join(site, "index.html"), "<p>page</p>");
    writeFileSync(join(site, "assets", "app-1a2b.js"), "let a");
    writeFileSync(join(folder, "secret.txt"), "secret");
    symlinkSync(join(folder, "secret.txt"), join(site, "link.txt"));
    return site;
  };

  it.each([
    ["the operator of this machine", {}, "operator@localhost"],
    ["whoever the request says", { "X-Skylane-As": "ops@globalcart.example" }, "ops@globalcart.example"],
  ])("hands on claims as a JWT authorizer does: the caller is %s", async (_, headers, sub) => {
    let event: unknown;
    const { gateway } = await start(async (given) => {
      event = given;
      return { statusCode: 204 };
    });

    await ask(gateway.port, { path: "/v1/paths/dx", headers });

    expect(event).toMatchObject({ requestContext: { authorizer: { jwt: { claims: { sub }, scopes: null } } } });
  });

  it("calls the function with API Gateway's event", async () => {
    let event: unknown;
    const { gateway } = await start(async (given) => {
      event = given;
      return { statusCode: 204 };
    });

    await ask(gateway.port, {
      method: "POST",
      path: "/v1/paths/p%201?a=1&a=2&b=x",
      body: '{"x":1}',
      headers: { "content-type": "application/json", cookie: "a=b; c=d", "User-Agent": "test" },
    });

    expect(event).toEqual({
      version: "2.0",
      routeKey: "ANY /v1/paths/{id}",
      rawPath: "/v1/paths/p%201",
      rawQueryString: "a=1&a=2&b=x",
      cookies: ["a=b", "c=d"],
      headers: expect.objectContaining({ "content-type": "application/json", "user-agent": "test" }),
      queryStringParameters: { a: "1,2", b: "x" },
      pathParameters: { id: "p 1" },
      requestContext: expect.objectContaining({
        http: {
          method: "POST",
          path: "/v1/paths/p%201",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: "test",
        },
        stage: "$default",
        time: "20/Nov/2026:22:00:00 +0000",
        timeEpoch: START_MS,
      }),
      body: '{"x":1}',
      isBase64Encoded: false,
    });
  });

  it.each([
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["what is compressed", { "content-type": "application/json", "content-encoding": "gzip" }],
  ])("hands %s over in base64", async (_, headers) => {
    let event: unknown;
    const { gateway } = await start(async (given) => {
      event = given;
    });

    await ask(gateway.port, { method: "POST", path: "/v1/paths/p", body: "a=1", headers });

    expect(event).toMatchObject({ body: Buffer.from("a=1").toString("base64"), isBase64Encoded: true });
  });

  it.each([
    ["plain JSON", { a: 1 }, 200, "application/json", '{"a":1}'],
    ["plain text", "hello", 200, "application/json", '"hello"'],
    [
      "an answer of its own",
      { statusCode: 201, headers: { "Content-Type": "text/csv" }, body: "a,b" },
      201,
      "text/csv",
      "a,b",
    ],
    ["base64", { statusCode: 200, body: "aGk=", isBase64Encoded: true }, 200, "text/plain; charset=utf-8", "hi"],
    ["a wrong status", { statusCode: "soon" }, 500, "application/json", '{"message":"Internal Server Error"}'],
  ])("understands an answer that is %s", async (_what, answer, status, type, text) => {
    const { gateway } = await start(async () => answer);

    const got = await ask(gateway.port, { path: "/v1/paths/p" });

    expect(got).toMatchObject({ status, text, headers: { "content-type": type } });
  });

  it("sets each cookie and leaves the framing of the answer alone", async () => {
    const { gateway } = await start(async () => ({
      statusCode: 200,
      headers: { "Content-Length": 1 },
      cookies: ["a=1", "b=2"],
      body: "long",
    }));

    const got = await ask(gateway.port, { path: "/v1/paths/p" });

    expect(got).toMatchObject({ text: "long", headers: { "set-cookie": ["a=1", "b=2"] } });
  });

  it("does not tell the outside why a function failed, and says when there is no room", async () => {
    const failing = await start(() => Promise.reject(new Error("secret reason")));
    const full = await start(async () => 1, {}, 0);

    const failed = await ask(failing.gateway.port, { path: "/v1/paths/p" });
    const refused = await ask(full.gateway.port, { path: "/v1/paths/p" });

    expect(failed).toMatchObject({ status: 500, text: '{"message":"Internal Server Error"}' });
    expect(refused).toMatchObject({ status: 503, text: '{"message":"Service Unavailable"}' });
  });

  it("answers 504 after 30 seconds", async () => {
    let begun = (): void => undefined;
    const isBegun = new Promise<void>((done) => (begun = done));
    const { gateway, timers } = await start(() => {
      begun();
      return new Promise(() => undefined);
    });

    const got = ask(gateway.port, { path: "/v1/paths/p" });
    await isBegun;
    await timers.advance(30_000);

    expect(await got).toMatchObject({ status: 504, text: '{"message":"Endpoint request timed out"}' });
  });

  it("refuses bodies above 10 MB and unknown paths", async () => {
    const { gateway } = await start(async () => 1);

    const big = await ask(gateway.port, { method: "POST", path: "/v1/paths/p", body: Buffer.alloc(11 * 1_048_576) });
    const unknown = await ask(gateway.port, { path: "/v1/nothing" });

    expect(big).toMatchObject({ status: 413, text: '{"message":"Request Entity Too Large"}' });
    expect(unknown).toMatchObject({ status: 404, text: '{"message":"Not Found"}' });
  });

  it.each([
    ["another Host", { headers: { host: "evil.example" } }, 403],
    ["a change from another page", { method: "POST", headers: { origin: "https://evil.example" } }, 403],
    ["a change from a sandboxed page", { method: "DELETE", headers: { origin: "null" } }, 403],
    ["a read from another page, which cannot see the answer", { headers: { origin: "https://evil.example" } }, 200],
    ["localhost as Host", { headers: { host: "localhost:1234" } }, 200],
    [
      "a change from its own page",
      { method: "POST", headers: { host: "localhost:9", origin: "http://localhost:9" } },
      200,
    ],
  ])("guards against pages of the web: %s", async (_what, asked, status) => {
    const { gateway } = await start(async () => 1);

    expect(await ask(gateway.port, { path: "/v1/paths/p", ...asked })).toMatchObject({ status });
  });

  it.each([
    ["no token", { authorization: "" }],
    ["another token", { authorization: "Bearer of-another-start" }],
    ["the token as a cookie", { authorization: "", cookie: `token=${TOKEN}` }],
  ])("answers 401 to a request with %s, calls nothing and passes nothing on", async (_what, headers) => {
    let calls = 0;
    const count = async () => {
      calls += 1;
    };
    const { gateway } = await start(count, { proxies: [{ prefix: "/lab", targetUrl: "http://127.0.0.1:1" }] });

    for (const path of ["/v1/paths/p", "/v1/paths/p?token=of-this-start", "/lab", "/lab/faults"])
      expect(await ask(gateway.port, { method: "POST", path, headers, body: "{}" })).toMatchObject({
        status: 401,
        headers: { "www-authenticate": "Bearer" },
        text: expect.stringContaining("npx skylane address"),
      });
    expect(calls).toBe(0);
  });

  it("asks for no token where a signature is checked, and hands the token on to no function", async () => {
    const events: { headers?: object }[] = [];
    const { gateway } = await start(async (event) => void events.push(event as { headers?: object }));
    const path = "/v1/slack/commands";

    const signed = await ask(gateway.port, { method: "POST", path, headers: { authorization: "" } });
    await ask(gateway.port, { path: "/v1/paths/p" });

    expect(signed.status).toBe(200);
    expect(events).toHaveLength(2);
    for (const { headers } of events) expect(headers).not.toHaveProperty("authorization");
  });

  it("tells whoever opens the page how to sign in, and no secret", async () => {
    const { gateway } = await start(async () => 1);

    const told = await ask(gateway.port, { path: "/config.json", headers: { authorization: "" } });

    expect(told).toMatchObject({ status: 200, text: '{"kind":"local"}' });
  });

  it("serves the page, its assets, and the page again for its own addresses, with security headers", async () => {
    const { gateway } = await start(async () => 1, { staticDir: aSite() });
    const accept = { accept: "text/html,*/*" };

    const page = await ask(gateway.port, { headers: { authorization: "" } });
    const asset = await ask(gateway.port, { path: "/assets/app-1a2b.js" });
    const deep = await ask(gateway.port, { path: "/incidents/7", headers: accept });
    const head = await ask(gateway.port, { method: "HEAD" });

    expect(page).toMatchObject({
      status: 200,
      text: "<p>page</p>",
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "content-security-policy": expect.stringContaining("script-src 'self';"),
      },
    });
    expect(asset.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": expect.stringContaining("immutable"),
    });
    expect(deep).toMatchObject({ status: 200, text: "<p>page</p>" });
    expect(head).toMatchObject({ status: 200, text: "", headers: { "content-length": "11" } });
  });

  it.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/link.txt",
    "/%00",
    "/assets",
    "/missing.js",
  ])("serves nothing for %s", async (path) => {
    const { gateway } = await start(async () => 1, { staticDir: aSite() });

    const got = await ask(gateway.port, { path });

    expect(got).toMatchObject({ status: 404, text: '{"message":"Not Found"}' });
  });

  it("passes a prefix on and streams the answer, until the client goes away", async () => {
    let upstreamClosed = false;
    const upstream = createServer((incoming, response) => {
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "x-path": incoming.url,
        "x-bearer": incoming.headers.authorization ?? "none",
      });
      response.write("data: 1\n\n");
      response.once("close", () => {
        upstreamClosed = true;
      });
    });
    await new Promise<void>((done) => upstream.listen(0, "127.0.0.1", done));
    undo.push(() => {
      upstream.closeAllConnections();
      upstream.close();
    });
    const targetUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    const { gateway } = await start(async () => 1, { proxies: [{ prefix: "/lab", targetUrl }] });

    const first = await fetch(`${gateway.url}/lab/events?x=1`, { headers: bearer });
    const reader = first.body?.getReader();
    const chunk = await reader?.read();
    await reader?.cancel();

    expect(Buffer.from(chunk?.value ?? []).toString()).toBe("data: 1\n\n");
    expect(first.headers.get("x-path")).toBe("/lab/events?x=1");
    expect(first.headers.get("x-bearer")).toBe("none");
    await expect.poll(() => upstreamClosed).toBe(true);
  });

  it("answers 502 when nobody is behind a prefix, and says which port is taken", async () => {
    const { gateway } = await start(async () => 1, { proxies: [{ prefix: "/lab", targetUrl: "http://127.0.0.1:1" }] });

    expect(await ask(gateway.port, { path: "/lab" })).toMatchObject({ status: 502 });
    await expect(start(async () => 1, { port: (gateway as Listening).port })).rejects.toThrow(
      `Port ${gateway.port} (the page and the API) is used by another program.`,
    );
    await settle();
  });
});

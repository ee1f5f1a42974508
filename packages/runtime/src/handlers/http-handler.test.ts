import { describe, expect, it, vi } from "vitest";
import { httpHandler } from "./http-handler.ts";

const event = (rawPath: string) => ({
  rawPath,
  requestContext: { authorizer: { jwt: { claims: { sub: "ops@globalcart.example" } } } },
});

describe("runtime/handlers/http-handler", () => {
  const make = vi.fn(async () => ({}));
  const handler = httpHandler({ names: [], make }, { at: "/v1/intents:bulk" }, async () => ({ isDone: true }));

  it.each(["/v1/intents:bulk", "/v1/intents%3Abulk", "/v1/intents%3abulk"])(
    "answers at its own path: %s",
    async (path) => {
      expect(await handler(event(path))).toMatchObject({ statusCode: 200 });
    },
  );

  it.each(["/v1/intents:all", "/v1/anything", "/v1/intents:bulk/more", "/v1/intents", ""])(
    "finds nothing at what else the gateway's key for it fits, and makes no port for it: %s",
    async (path) => {
      make.mockClear();

      const answer = await handler(event(path));

      expect(answer.statusCode).toBe(404);
      expect(JSON.parse(answer.body)).toMatchObject({ error: { code: "ERR_ROUTE_MISSING" } });
      expect(make).not.toHaveBeenCalled();
    },
  );

  it("answers metrics as a text in the form that the request would have, and nothing in which a page could hide", async () => {
    const metrics = httpHandler({ names: [], make }, { isMetrics: true }, async (_, { accept }) => ({
      contentType: accept === "" ? "text/plain" : accept,
      body: "up 1\n",
    }));

    expect(await metrics(event("/metrics"))).toMatchObject({ headers: { "content-type": "text/plain" } });
    expect(await metrics({ ...event("/metrics"), headers: { accept: "application/x" } })).toEqual({
      statusCode: 200,
      headers: { "content-type": "application/x", "cache-control": "no-store", "x-content-type-options": "nosniff" },
      body: "up 1\n",
    });
    expect(await metrics({ rawPath: "/metrics" })).toMatchObject({ statusCode: 403 });
  });

  it.each([
    ["text/html", "text/html; charset=utf-8"],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"],
    ["application/json, text/html", "application/json"],
    ["*/*", "application/json"],
    ["", "application/json"],
  ])("answers a page to who would have HTML, and JSON to everybody else: %s", async (accept, type) => {
    const page = (answer: { readonly name: string }) => `<p>${answer.name}</p>`;
    const both = httpHandler({ names: [], make }, { page }, async () => ({ name: "a" }));

    const answer = await both({ ...event("/v1/status"), headers: { accept } });

    expect(answer).toMatchObject({ statusCode: 200, headers: { "content-type": type } });
    expect(answer.body).toBe(type.startsWith("text/html") ? "<p>a</p>" : '{"name":"a"}');
    if (type.startsWith("text/html"))
      expect(answer.headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "content-security-policy": expect.stringContaining("default-src 'none'"),
      });
  });
});

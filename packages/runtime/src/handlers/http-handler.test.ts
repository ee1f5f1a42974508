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
});

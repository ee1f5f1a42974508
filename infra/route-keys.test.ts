import { routes } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { routeKeyOf } from "./route-keys.ts";

/** Said by API Gateway itself, when it refuses a key. */
const TAKEN = /^(GET|POST|PUT|PATCH|DELETE) (\/(\{[\w.-]+\+?\}|[a-zA-Z0-9._-]+))+$/;
const blanked = (key: string) => key.replaceAll(/\{[^}]+\}/g, "{}");

describe("infra/route-keys", () => {
  it.each([
    ["POST /v1/intents:bulk", "POST /v1/{call}"],
    ["POST /v1/intents/{id}", "POST /v1/intents/{id}"],
    ["POST /v1/intents/{id}:approve", "POST /v1/intents/{call}"],
    ["GET /v1/openapi.json", "GET /v1/openapi.json"],
    ["GET /v1/files/{rest+}", "GET /v1/files/{rest+}"],
    ["GET /v1/e{id}", "GET /v1/{call}"],
  ])("%s is %s to the gateway", (said, key) => {
    const [method = "", path = ""] = said.split(" ");

    expect(routeKeyOf({ method, path })).toBe(key);
    expect(key).toMatch(TAKEN);
  });

  it("makes a key that the gateway takes of every route, and no two that fit the same requests", () => {
    const keys = routes.map(routeKeyOf);

    for (const key of keys) expect(key).toMatch(TAKEN);
    expect(new Set(keys.map(blanked)).size).toBe(keys.length);
  });
});

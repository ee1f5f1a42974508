import { describe, expect, it } from "vitest";
import { callerOf } from "./caller-of.ts";

const withClaims = (claims: object, more: object = {}) => ({
  version: "2.0",
  requestContext: { authorizer: { jwt: { claims, scopes: null } } },
  ...more,
});

describe("runtime/handlers/caller-of", () => {
  it.each([
    ["a subject", { sub: "auth0|1" }, ["auth0|1"]],
    [
      "a verified address, shown first",
      { sub: "1", email: "a@x.example", email_verified: "true" },
      ["a@x.example", "1"],
    ],
    ["an address anybody may have written", { sub: "1", email: "a@x.example", email_verified: "false" }, ["1"]],
    ["an address of which nothing is said", { sub: "1", email: "a@x.example" }, ["1"]],
    ["an address that is none", { sub: "1", email: "a b\n", email_verified: "true" }, ["1"]],
  ])("knows a caller by %s", (_, claims, names) => {
    expect(callerOf(withClaims(claims))).toEqual({ via: "api", names });
  });

  it.each([
    ["no authorizer", { requestContext: {} }],
    ["no subject", withClaims({ email: "a@x.example", email_verified: "true" })],
    ["a subject that could not be shown", withClaims({ sub: "a\u202eb" })],
    ["a header that says so", { headers: { "x-skylane-as": "admin" }, requestContext: {} }],
    ["nothing at all", undefined],
  ])("knows nobody by %s", (_, event) => {
    expect(callerOf(event)).toBeUndefined();
  });
});

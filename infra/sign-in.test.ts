import { PageSignIn, pagePolicy } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { complaintsAboutSignIn, pageConnections, pageSignIn, SignIn, scopesFor } from "./sign-in.ts";

const cognito = {
  issuerUrl: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a1b2c3",
  audience: "4f1d2c3b",
  clientId: "4f1d2c3b",
  authorizationUrl: "https://skylane.auth.us-east-1.amazoncognito.com/oauth2/authorize",
  tokenUrl: "https://skylane.auth.us-east-1.amazoncognito.com/oauth2/token",
  signOutUrl: "https://skylane.auth.us-east-1.amazoncognito.com/logout",
};
const tenant = "https://login.microsoftonline.com/0b2c1f6e-52a4-4f7f-9d3a-0c6f3f4f1a10";
const entra = {
  issuerUrl: `${tenant}/v2.0`,
  audience: "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411",
  clientId: "1c9d0a52-7a41-4d3e-8f0b-6b5a4c3d2e1f",
  authorizationUrl: `${tenant}/oauth2/v2.0/authorize`,
  tokenUrl: `${tenant}/oauth2/v2.0/token`,
  scopes: [
    "openid",
    "offline_access",
    "api://7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411/skylane/read",
    "api://7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411/skylane/order",
  ],
};
const google = {
  issuerUrl: "https://accounts.google.com",
  audience: "123-abc.apps.googleusercontent.com",
  clientId: "123-abc.apps.googleusercontent.com",
  authorizationUrl: "https://accounts.google.com/o/oauth2/v2/auth",
  tokens: "id",
};

describe("infra/sign-in", () => {
  it.each([
    ["Cognito", cognito, "code", ["skylane/read"], ["https://skylane.auth.us-east-1.amazoncognito.com"]],
    ["Entra ID", entra, "code", ["skylane/read"], ["https://login.microsoftonline.com"]],
    ["Google", google, "id-token", [], []],
  ])("%s: what the page is told, what a route takes, whom the page may ask", (_, raw, kind, scopes, origins) => {
    const settings = SignIn.parse(raw);

    expect(complaintsAboutSignIn(settings)).toEqual([]);
    expect(PageSignIn.parse(pageSignIn(settings))).toMatchObject({ kind, clientId: raw.clientId });
    expect(scopesFor(settings, { method: "GET" })).toEqual(scopes);
    expect(pageConnections(settings)).toEqual(origins);
    expect(pagePolicy(pageConnections(settings))).toContain(`connect-src ${["'self'", ...origins].join(" ")};`);
  });

  it.each([
    ["a code that is turned into nothing", { ...cognito, tokenUrl: undefined }, "signIn.tokenUrl: is missing"],
    ["ID tokens of other pages", { ...google, audience: "another" }, "signIn.audience: must be signIn.clientId"],
    ["ID tokens for a code", { ...google, tokenUrl: cognito.tokenUrl }, "signIn.tokenUrl: is not for ID tokens"],
  ])("complains of %s", (_, raw, said) => {
    expect(complaintsAboutSignIn(SignIn.parse(raw))).toEqual([expect.stringContaining(said)]);
  });

  it.each([
    ["a secret", { ...cognito, clientSecret: "x" }],
    ["an address without TLS", { ...cognito, tokenUrl: "http://login.globalcart.example/token" }],
    ["a script for an address", { ...cognito, authorizationUrl: "javascript:alert(1)" }],
  ])("takes no %s", (_, raw) => {
    expect(SignIn.safeParse(raw).success).toBe(false);
  });

  it("orders take another scope than looks", () => {
    expect(["GET", "PUT", "POST", "DELETE"].map((method) => scopesFor(SignIn.parse(cognito), { method }))).toEqual([
      ["skylane/read"],
      ["skylane/order"],
      ["skylane/order"],
      ["skylane/order"],
    ]);
  });

  it("what applications send takes a scope that neither looks nor orders", () => {
    for (const provider of [cognito, google])
      expect(scopesFor(SignIn.parse(provider), { method: "POST", scope: "spans" })).toEqual(["skylane/spans"]);
  });
});

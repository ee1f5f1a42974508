import { afterEach, describe, expect, it } from "vitest";
import { fakeIdentityEndpoint, type IdentityAnswer } from "../../../../test/support/fake-identity.ts";
import { azureToken, googleToken } from "./platform-token.ts";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
const start = async (answer: IdentityAnswer) => {
  const endpoint = await fakeIdentityEndpoint(() => answer);
  ends.push(endpoint.close);
  return endpoint;
};

describe("runtime/identity/platform-token", () => {
  it("asks a function app's own endpoint for its managed identity, and by no proxy's or client's way", async () => {
    const { url, requests } = await start({ body: JSON.stringify({ access_token: "a.b.c", expires_on: "1" }) });
    const environment = { IDENTITY_ENDPOINT: `${url}/msi/token`, IDENTITY_HEADER: "once", AZURE_CLIENT_ID: "mine" };

    expect(await azureToken("api://skylane-aws-prod", environment)).toBe("a.b.c");

    expect(requests[0]?.headers["x-identity-header"]).toBe("once");
    expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toEqual({
      "api-version": "2019-08-01",
      resource: "api://skylane-aws-prod",
      client_id: "mine",
    });
  });

  it("asks Google's metadata server for an ID token with all its claims", async () => {
    const { url, requests } = await start({ body: "a.b.c\n", type: "text/html" });

    expect(await googleToken("skylane-aws-prod", { GCE_METADATA_HOST: new URL(url).host })).toBe("a.b.c");

    expect(requests[0]?.headers["metadata-flavor"]).toBe("Google");
    expect(requests[0]?.url.pathname).toBe("/computeMetadata/v1/instance/service-accounts/default/identity");
    expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toEqual({
      audience: "skylane-aws-prod",
      format: "full",
    });
  });

  it.each([
    ["a refusal", { status: 400, body: "secret words" }],
    ["a server error", { status: 500, body: "secret words" }],
    ["another form", { body: "secret words" }],
    ["a redirect", { status: 302, body: "secret words" }],
    ["no answer", undefined],
  ])("repeats nothing of %s", async (_, answer) => {
    const { url } = await start(answer);
    const azure = azureToken("api://x", { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: "once" });
    const google = googleToken("x", { GCE_METADATA_HOST: new URL(url).host });

    for (const asked of [azure, google]) {
      await expect(asked).rejects.toMatchObject({ code: "ERR_IDENTITY_UNAVAILABLE" });
      await expect(asked).rejects.not.toThrow("secret");
    }
  });

  it("says what is missing where there is no managed identity", async () => {
    await expect(azureToken("api://x", {})).rejects.toThrow("IDENTITY_ENDPOINT");
  });
});

import { createHttpHeaders, type HttpClient, type PipelineRequest } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { claimsOf, unsignedJwt } from "../../../../../test/support/fake-identity.ts";
import { testClock } from "../../../../../test/support/test-clock.ts";
import { discoverAzure } from "./discover-azure.ts";
import { federatedCredential } from "./federated-credential.ts";

const TENANT = "11111111-2222-3333-4444-555555555555";
const CLIENT = "66666666-7777-8888-9999-000000000000";
const ROLE = "arn:aws:iam::111122223333:role/skylane-azure-observer";
const SCOPE = "https://management.azure.com/.default";

/** Entra ID as far as a federated credential meets it: it takes one audience and one subject, and its tokens live for an hour. */
function fakeEntra() {
  const state = { isAway: false, subject: ROLE, tokens: 0, forms: [] as URLSearchParams[] };
  const httpClient: HttpClient = {
    async sendRequest(request: PipelineRequest) {
      const answer = (status: number, body: unknown) => ({
        request,
        status,
        headers: createHttpHeaders({ "content-type": "application/json" }),
        bodyAsText: JSON.stringify(body),
      });
      const { pathname, searchParams } = new URL(request.url);
      if (state.isAway) return answer(503, { error: "temporarily_unavailable" });
      if (pathname.endsWith("/discovery/instance"))
        return answer(200, {
          tenant_discovery_endpoint: `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
          "api-version": searchParams.get("api-version"),
          metadata: [],
        });
      if (pathname.endsWith("/openid-configuration"))
        return answer(200, {
          issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
          authorization_endpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/authorize`,
          token_endpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
          jwks_uri: `https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`,
        });
      if (!pathname.endsWith("/oauth2/v2.0/token")) return answer(200, { value: [] });
      const form = new URLSearchParams(String(request.body));
      state.forms.push(form);
      const { aud, sub } = claimsOf(form.get("client_assertion") ?? "");
      if (aud !== "api://AzureADTokenExchange" || sub !== state.subject)
        return answer(400, {
          error: "invalid_client",
          error_description: `AADSTS700213: No matching federated identity record found for presented assertion subject '${sub}'.`,
          error_codes: [700213],
        });
      state.tokens += 1;
      return answer(200, { token_type: "Bearer", expires_in: 3_600, access_token: `entra-${state.tokens}` });
    },
  };
  return { state, httpClient };
}

const start = () => {
  const entra = fakeEntra();
  const clock = testClock();
  let signed = 0;
  const federation = {
    clock,
    log: { warn: () => undefined },
    azure: { tenantId: TENANT, clientId: CLIENT },
    token: async (aud: string) => {
      signed += 1;
      return unsignedJwt({ aud, sub: ROLE, jti: signed });
    },
  };
  const credential = federatedCredential(federation, federation.azure, entra.httpClient);
  return { ...entra, clock, federation, credential };
};

describe("clouds/azure/federated-credential", () => {
  it("gives the token of its role for one of the managed identity", async () => {
    const { credential, state } = start();

    expect(await credential.getToken(SCOPE)).toMatchObject({ token: "entra-1" });
    expect(state.forms[0]?.get("client_id")).toBe(CLIENT);
    expect(state.forms[0]?.get("scope")).toContain(SCOPE);
    expect(state.forms[0]?.get("client_secret")).toBeNull();
  });

  it("asks anew at half life, with a token of its role that is new as well", async () => {
    const { credential, state, clock } = start();
    await credential.getToken(SCOPE);
    clock.advance(31 * 60_000);

    expect(await credential.getToken(SCOPE)).toMatchObject({ token: "entra-1" });
    await expect.poll(async () => (await credential.getToken(SCOPE)).token).toBe("entra-2");
    const [first, second] = state.forms.map((form) => claimsOf(form.get("client_assertion") ?? "").jti);
    expect(second).toBeGreaterThan(Number(first));
  });

  it("goes on with its token while Entra ID is away", async () => {
    const { credential, state, clock } = start();
    await credential.getToken(SCOPE);
    state.isAway = true;
    clock.advance(55 * 60_000);

    expect(await credential.getToken(SCOPE)).toMatchObject({ token: "entra-1" });
  });

  it("says what the trust must name where it names another role", async () => {
    const { credential, state } = start();
    state.subject = "arn:aws:iam::111122223333:role/skylane-azure-actuator";

    await expect(credential.getToken(SCOPE)).rejects.toMatchObject({
      code: "ERR_IDENTITY_REFUSED",
      kind: "denied",
      message: expect.stringContaining("AADSTS700213"),
    });
  });

  it("makes a refused identity one gap that says what to compare", async () => {
    const { federation, state, httpClient } = start();
    state.subject = "somebody else";

    const { gaps } = await discoverAzure(
      { federation },
      { environment: {}, httpClient },
    )({
      accounts: [{ id: "s" }],
      regions: [],
      concurrency: 2,
      nowMs: () => 1,
    });

    expect(gaps).toMatchObject([
      { reason: "credentials", todo: expect.stringContaining("docs/operations/identity.md") },
    ]);
  });

  it("looks at Azure with it, and with the token of the environment where there is one", async () => {
    const { federation, state, httpClient } = start();
    const look = (environment: Readonly<Record<string, string>>) =>
      discoverAzure(
        { federation },
        { environment, httpClient },
      )({
        accounts: [{ id: "s" }],
        regions: [],
        concurrency: 2,
        nowMs: () => 1,
      });

    expect((await look({})).gaps).toEqual([]);
    expect(state.tokens).toBe(1);
    expect((await look({ AZURE_ACCESS_TOKEN: "own" })).gaps).toEqual([]);
    expect(state.tokens).toBe(1);
  });
});

import { afterEach, describe, expect, it, vi } from "vitest";
import { fakeIdentityEndpoint, type IdentityAnswer, unsignedJwt } from "../../../../test/support/fake-identity.ts";
import { testClock } from "../../../../test/support/test-clock.ts";
import { federationOf } from "./federation.ts";

const azure = { tenantId: "11111111-2222-3333-4444-555555555555", clientId: "66666666-7777-8888-9999-000000000000" };
const around = { clock: testClock(), log: { debug() {}, info() {}, warn() {}, error() {} } };

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const end of ends.splice(0)) await end();
});
const start = async (answer: (form: URLSearchParams) => IdentityAnswer) => {
  const sts = await fakeIdentityEndpoint(({ body }) => answer(new URLSearchParams(body)));
  ends.push(sts.close);
  vi.stubEnv("AWS_ENDPOINT_URL_STS", sts.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "own");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "own");
  return { ...sts, federation: federationOf({ azure, gcp: undefined }, "us-east-2", around) };
};
const refusal = (code: string): IdentityAnswer => ({
  status: 403,
  type: "text/xml",
  body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});

describe("runtime/identity/federation", () => {
  it("gets a token for one audience, signed as Entra ID takes it, good for as long as its policy allows", async () => {
    const { federation, requests } = await start((form) => ({
      type: "text/xml",
      body: `<GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetWebIdentityTokenResult><WebIdentityToken>${unsignedJwt({ aud: form.get("Audience.member.1") })}</WebIdentityToken><Expiration>2026-11-20T22:05:00Z</Expiration></GetWebIdentityTokenResult></GetWebIdentityTokenResponse>`,
    }));

    expect(await federation?.token("api://AzureADTokenExchange")).toBe(
      unsignedJwt({ aud: "api://AzureADTokenExchange" }),
    );

    const form = new URLSearchParams(requests[0]?.body);
    expect(form.get("SigningAlgorithm")).toBe("RS256");
    expect(form.get("DurationSeconds")).toBe("300");
    expect(form.get("Audience.member.2")).toBeNull();
  });

  it.each(["AccessDenied", "OutboundWebIdentityFederationDisabledException"])("says what %s wants", async (code) => {
    const { federation } = await start(() => refusal(code));

    await expect(federation?.token("api://AzureADTokenExchange")).rejects.toMatchObject({
      code: "ERR_IDENTITY_REFUSED",
      message: expect.stringContaining("sts:GetWebIdentityToken"),
    });
  });

  it("is not refused, but without a token, where STS breaks off", async () => {
    const { federation } = await start(() => undefined);

    await expect(federation?.token("x")).rejects.toMatchObject({ code: "ERR_IDENTITY_UNAVAILABLE" });
  });

  it("is nobody where no identity is set", () => {
    expect(federationOf({ azure: undefined, gcp: undefined }, "us-east-2", around)).toBeUndefined();
  });
});

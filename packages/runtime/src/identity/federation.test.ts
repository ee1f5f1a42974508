import { afterEach, describe, expect, it, vi } from "vitest";
import { fakeIdentityEndpoint, type IdentityAnswer, unsignedJwt } from "../../../../test/support/fake-identity.ts";
import { testClock } from "../../../../test/support/test-clock.ts";
import { federationOf } from "./federation.ts";

const azure = { tenantId: "11111111-2222-3333-4444-555555555555", clientId: "66666666-7777-8888-9999-000000000000" };
const nobody = {
  azureIdentity: undefined,
  gcpIdentity: undefined,
  federationRoleArn: undefined,
  regionId: "us-east-2",
} as const;
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
  return { ...sts, federation: federationOf({ ...nobody, azureIdentity: azure }, around) };
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

  it("is the one role that other clouds trust, where it is told to be", async () => {
    const asked: string[] = [];
    await start(() => undefined);
    const sts = await fakeIdentityEndpoint(({ body, headers }) => {
      const form = new URLSearchParams(body);
      const signer = /Credential=(\w+)\//.exec(headers.authorization ?? "")?.[1];
      asked.push(`${signer} ${form.get("Action")} ${form.get("RoleArn") ?? ""}`.trim());
      const action = form.get("Action");
      const answer =
        action === "AssumeRole"
          ? "<Credentials><AccessKeyId>theRole</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-11-20T23:00:00Z</Expiration></Credentials>"
          : "<WebIdentityToken>a.b.c</WebIdentityToken><Expiration>2026-11-20T22:05:00Z</Expiration>";
      return {
        type: "text/xml",
        body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${answer}</${action}Result></${action}Response>`,
      };
    });
    ends.push(sts.close);
    vi.stubEnv("AWS_ENDPOINT_URL_STS", sts.url);
    const federationRoleArn = "arn:aws:iam::111122223333:role/skylane-hub-observer";
    const federation = federationOf({ ...nobody, azureIdentity: azure, federationRoleArn }, around);

    await federation?.token("x");
    await federation?.token("y");

    expect(asked).toEqual([
      `own AssumeRole ${federationRoleArn}`,
      "theRole GetWebIdentityToken",
      "theRole GetWebIdentityToken",
    ]);
  });

  it("is nobody where no identity is set", () => {
    expect(federationOf(nobody, around)).toBeUndefined();
  });
});

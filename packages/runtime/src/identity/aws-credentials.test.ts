import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, describe, expect, it, vi } from "vitest";
import { claimsOf, fakeIdentityEndpoint, unsignedJwt } from "../../../../test/support/fake-identity.ts";
import { testClock } from "../../../../test/support/test-clock.ts";
import { awsCredentials } from "./aws-credentials.ts";

const AUDIENCE = "skylane-aws-prod";
const SUBJECT = "104512345678901234567";
const ROLE = "arn:aws:iam::111122223333:role/skylane-google-probe";
const MINUTE_MS = 60_000;

/** AWS's STS and EventBridge, and Google's metadata server, all of which look at what they are sent. */
async function start() {
  const clock = testClock(Date.parse("2026-11-20T22:00:00Z"));
  const state = { isStsAway: false, audience: AUDIENCE, skewMs: 0, keys: 0, tokens: 0, signedBy: [] as string[] };
  const metadata = await fakeIdentityEndpoint(({ url }) => {
    state.tokens += 1;
    const atSeconds = Math.floor(clock.nowMs() / 1_000);
    const aud = url.searchParams.get("audience");
    return {
      body: unsignedJwt({ aud, azp: SUBJECT, sub: SUBJECT, jti: state.tokens, iat: atSeconds, exp: atSeconds + 3_600 }),
    };
  });
  const refuse = (code: string) => ({
    status: 400,
    type: "text/xml",
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
  });
  const aws = await fakeIdentityEndpoint(({ body, headers }) => {
    if (headers["x-amz-target"] === "AWSEvents.PutEvents") {
      state.signedBy.push(/Credential=(\w+)\//.exec(headers.authorization ?? "")?.[1] ?? "nobody");
      return { body: JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: "1" }] }) };
    }
    if (state.isStsAway) return { status: 503, body: "" };
    const form = new URLSearchParams(body);
    const claims = claimsOf(form.get("WebIdentityToken") ?? "");
    if (claims.aud !== state.audience) return refuse("InvalidIdentityToken");
    if (Number(claims.exp) * 1_000 < clock.nowMs() + state.skewMs) return refuse("ExpiredTokenException");
    if (form.get("RoleSessionName") !== "skylane-google-probe" || headers.authorization) return refuse("AccessDenied");
    state.keys += 1;
    return {
      type: "text/xml",
      body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIA${state.keys}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken><Expiration>2026-11-20T23:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
    };
  });
  ends.push(metadata.close, aws.close);
  vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
  const said: string[] = [];
  const credentials = awsCredentials({ roleArn: ROLE, audience: AUDIENCE, tokenFrom: "google" }, "us-east-2", {
    clock,
    log: { warn: (message) => void said.push(message) },
    environment: { GCE_METADATA_HOST: new URL(metadata.url).host, AWS_ENDPOINT_URL: aws.url },
  });
  const bus = new EventBridgeClient({ region: "us-east-2", credentials, maxAttempts: 1 });
  const put = () => bus.send(new PutEventsCommand({ Entries: [{ Source: "s", DetailType: "d", Detail: "{}" }] }));
  return { clock, state, credentials, put, said };
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const end of ends.splice(0)) await end();
});

describe("runtime/identity/aws-credentials", () => {
  it("signs events with the credentials of a role for the platform's own token", async () => {
    const { put, state } = await start();

    await put();
    await put();

    expect(state.signedBy).toEqual(["ASIA1", "ASIA1"]);
    expect(state.tokens).toBe(1);
  });

  it("asks for a new token each time, never twice with one", async () => {
    const { put, state, clock } = await start();
    await put();
    clock.advance(59 * MINUTE_MS + 1);
    await put();

    expect(state.signedBy).toEqual(["ASIA1", "ASIA2"]);
    expect(state.tokens).toBe(2);
  });

  it("goes on for the other half hour while STS is away", async () => {
    const { put, state, clock, said } = await start();
    await put();
    state.isStsAway = true;
    clock.advance(58 * MINUTE_MS);
    await put();

    expect(state.signedBy).toEqual(["ASIA1", "ASIA1"]);
    await expect.poll(() => said).toEqual(["identity was not refreshed"]);

    clock.advance(2 * MINUTE_MS);
    await expect(put()).rejects.toMatchObject({ code: "ERR_IDENTITY_UNAVAILABLE", kind: "unavailable" });
  });

  it("says which trust to compare where the audience is refused", async () => {
    const { credentials, state } = await start();
    state.audience = "skylane-aws-test";

    await expect(credentials()).rejects.toMatchObject({
      code: "ERR_IDENTITY_REFUSED",
      kind: "denied",
      message: expect.stringContaining(AUDIENCE),
    });
  });

  it("is refused, and says so, where AWS's clock is past the token's end", async () => {
    const { credentials, state } = await start();
    state.skewMs = 2 * 60 * MINUTE_MS;

    await expect(credentials()).rejects.toThrow("ExpiredTokenException");
  });

  it("does not count by the time that STS names, so that a clock that differs changes nothing", async () => {
    const { put, state, clock } = await start();
    clock.advance(24 * 60 * MINUTE_MS); // STS's Expiration is a day ago by our clock
    await put();
    await put();

    expect(state.keys).toBe(1);
  });
});

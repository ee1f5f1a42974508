import { afterEach, describe, expect, it } from "vitest";
import {
  claimsOf,
  fakeIdentityEndpoint,
  type IdentityAnswer,
  type IdentityRequest,
  unsignedJwt,
} from "../../../../../test/support/fake-identity.ts";
import { testClock } from "../../../../../test/support/test-clock.ts";
import { discoverGcp } from "./discover-gcp.ts";
import { federatedAuth } from "./federated-auth.ts";

const PROVIDER = "projects/123456789012/locations/global/workloadIdentityPools/skylane/providers/aws";
const ACCOUNT = "skylane-observer@globalcart.iam.gserviceaccount.com";
const ROLE = "arn:aws:iam::111122223333:role/skylane-gcp-observer";

/** Google's STS and its service accounts' credentials: they take one audience and one subject. */
async function fakeGoogle() {
  const state = { isAway: false, subject: ROLE, tokens: 0 };
  const answer = ({ url, body, headers }: IdentityRequest): IdentityAnswer => {
    if (state.isAway) return { status: 503, body: "{}" };
    if (url.pathname === "/sts/v1/token") {
      const form = new URLSearchParams(body);
      const { aud, sub } = claimsOf(form.get("subject_token") ?? "");
      const isKnown =
        aud === `//iam.googleapis.com/${PROVIDER}` && form.get("audience") === aud && sub === state.subject;
      return isKnown
        ? { body: JSON.stringify({ access_token: "exchanged", token_type: "Bearer", expires_in: 3_600 }) }
        : {
            status: 400,
            body: JSON.stringify({
              error: "unauthorized_client",
              error_description: "The given credential is rejected by the attribute condition.",
            }),
          };
    }
    if (url.pathname === `/iamcredentials/v1/projects/-/serviceAccounts/${ACCOUNT}:generateAccessToken`) {
      if (headers.authorization !== "Bearer exchanged") return { status: 403, body: "{}" };
      state.tokens += 1;
      const expireTime = new Date(Date.now() + 3_600_000).toISOString();
      return { body: JSON.stringify({ accessToken: `google-${state.tokens}`, expireTime }) };
    }
    return { body: JSON.stringify({ items: [] }) };
  };
  return { state, ...(await fakeIdentityEndpoint(answer)) };
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const start = async () => {
  const google = await fakeGoogle();
  ends.push(google.close);
  const clock = testClock();
  let signed = 0;
  const federation = {
    clock,
    log: { warn: () => undefined },
    gcp: { provider: PROVIDER, serviceAccount: ACCOUNT },
    token: async (aud: string) => {
      signed += 1;
      return unsignedJwt({ aud, sub: ROLE, jti: signed });
    },
  };
  const auth = federatedAuth(federation, federation.gcp, google.url, ["https://www.googleapis.com/auth/compute"]);
  return { ...google, clock, federation, auth };
};

describe("clouds/gcp/federated-auth", () => {
  it("becomes the service account with the token of its role", async () => {
    const { auth, requests } = await start();

    expect(await auth.getAccessToken()).toBe("google-1");
    expect(requests.map(({ url }) => url.pathname.split("/")[1])).toEqual(["sts", "iamcredentials"]);
    expect(JSON.parse(requests[1]?.body ?? "")).toMatchObject({ scope: ["https://www.googleapis.com/auth/compute"] });
  });

  it("signs requests with what it has, and asks anew at half life", async () => {
    const { auth, clock, requests } = await start();
    const signature = async () =>
      (await auth.getRequestHeaders("https://compute.googleapis.com/")).get("authorization");
    expect(await signature()).toBe("Bearer google-1");
    expect(await signature()).toBe("Bearer google-1");
    clock.advance(31 * 60_000);

    await expect.poll(signature).toBe("Bearer google-2");
    const subjects = requests
      .filter(({ url }) => url.pathname === "/sts/v1/token")
      .map(({ body }) => claimsOf(new URLSearchParams(body).get("subject_token") ?? "").jti);
    expect(subjects).toEqual([1, 2]);
  });

  it("goes on with its token while Google's STS is away", async () => {
    const { auth, clock, state } = await start();
    await auth.getAccessToken();
    state.isAway = true;
    clock.advance(55 * 60_000);

    expect(await auth.getAccessToken()).toBe("google-1");
  });

  it("says what must trust what where the condition refuses the role", async () => {
    const { auth, state } = await start();
    state.subject = "arn:aws:iam::111122223333:role/skylane-gcp-actuator";

    await expect(auth.getAccessToken()).rejects.toMatchObject({
      code: "ERR_IDENTITY_REFUSED",
      kind: "denied",
      message: expect.stringContaining(ACCOUNT),
    });
  });

  it("looks at Google Cloud with it, and makes a refusal one gap", async () => {
    const { federation, url, state } = await start();
    const look = () =>
      discoverGcp(
        { routerGatewayUrl: undefined, endpoints: { gcp: url }, federation },
        { environment: {} },
      )({
        accounts: [{ id: "globalcart" }],
        regions: ["us-east4"],
        concurrency: 2,
        nowMs: () => 1,
      });

    expect((await look()).callCount).toBeGreaterThan(1);
    state.subject = "somebody else";
    expect((await look()).gaps).toMatchObject([
      { reason: "credentials", todo: expect.stringContaining("docs/operations/identity.md") },
    ]);
  });
});

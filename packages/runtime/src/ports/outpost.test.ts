import { afterEach, describe, expect, it, vi } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { fakeHub } from "../../../../test/support/fake-hub.ts";
import { fakeIdentityEndpoint, unsignedJwt } from "../../../../test/support/fake-identity.ts";
import { loadSettings } from "../settings.ts";
import { randomIds, systemClock } from "../time.ts";
import { hubPublisher } from "./outpost.ts";
import type { Part, Surroundings } from "./surroundings.ts";

const SUBJECT = "104512345678901234567";
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const end of ends.splice(0)) await end();
});

/** A function in Google Cloud, whose hub knows `subject`. */
async function start(subject: string) {
  const metadata = await fakeIdentityEndpoint(({ url }) => ({
    body: unsignedJwt({ aud: url.searchParams.get("audience"), sub: SUBJECT }),
  }));
  const hub = await fakeHub(subject);
  ends.push(metadata.close, hub.close);
  vi.stubEnv("GCE_METADATA_HOST", new URL(metadata.url).host);
  vi.stubEnv("AWS_ENDPOINT_URL", hub.url);
  const warnings: string[] = [];
  const from: Surroundings = {
    settings: loadSettings({
      SKYLANE_AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/skylane-gcp-probe",
      SKYLANE_AWS_AUDIENCE: "skylane-aws",
      SKYLANE_AWS_TOKEN_FROM: "google",
    }),
    config: { ...aConfig(), regions: { home: "us-east-1", standby: "us-west-2" } },
    clock: systemClock,
    ids: randomIds,
    log: { debug() {}, info() {}, warn: (message) => void warnings.push(message), error() {} },
    the: <Value>(part: Part<Value>): Value => part.make(from),
  };
  return { hub, from, warnings };
}

describe("runtime/ports/outpost", () => {
  it("has keys for both Regions before there is anything to tell", async () => {
    const { hub, from } = await start(SUBJECT);

    await hubPublisher.make(from);

    await expect.poll(() => hub.sessions.length).toBe(2);
    expect(hub.events).toEqual([]);
  });

  it("is made though the hub refuses it, and says so", async () => {
    const { from, warnings } = await start("somebody-else");

    await hubPublisher.make(from);

    await expect.poll(() => warnings).toEqual(["identity was not refreshed", "identity was not refreshed"]);
  });
});

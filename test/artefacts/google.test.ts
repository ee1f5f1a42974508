import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { eventSchema, type OutpostName } from "@skylane/core";
import { afterEach, describe, expect, it } from "vitest";
import { pubSubNotification } from "../../packages/clouds/src/gcp/alarms/fixture.ts";
import { fakeHub } from "../support/fake-hub.ts";
import { fakeIdentityEndpoint, unsignedJwt } from "../support/fake-identity.ts";
import { hubSide, smallConfig, unpacked } from "./unpacked.ts";

const SUBJECT = "112233445566778899001";
const NETWORK = "gcp/projects/globalcart-test/global/networks/shop";
const FRAMEWORK = join(import.meta.dirname, "../../node_modules/@google-cloud/functions-framework/build/src/main.js");

/** What was not done by the hub itself. */
const byWorkload = <One extends { readonly signedBy: string }>(all: readonly One[]) =>
  all.filter(({ signedBy }) => signedBy !== "HUB");

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const listening = async (): Promise<number> => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as { port: number }).port;
};
const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** A function of a package, as Google's own framework runs it, with the metadata server and AWS behind it. */
async function start(outpost: OutpostName, target: string) {
  const targetPort = await listening();
  const { folder, configFile, remove } = await unpacked("gcp", outpost, smallConfig("gcp", targetPort));
  const metadata = await fakeIdentityEndpoint(({ url }) => ({
    body: unsignedJwt({ aud: url.searchParams.get("audience"), azp: SUBJECT, sub: SUBJECT }),
  }));
  const hub = await fakeHub(SUBJECT);
  const asked = await hubSide(hub.url, ["gcp/projects/p/global/networks/other", NETWORK], targetPort);
  const port = await freePort();
  const child = spawn(process.execPath, [FRAMEWORK, `--target=${target}`, `--port=${port}`], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? "",
      SKYLANE_NAME: "skylane-test",
      SKYLANE_CONFIG: configFile,
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL: hub.url,
      SKYLANE_AWS_ROLE_ARN: `arn:aws:iam::111122223333:role/skylane-test-gcp-${outpost}`,
      SKYLANE_AWS_AUDIENCE: "skylane-test-aws",
      SKYLANE_AWS_TOKEN_FROM: "google",
      SKYLANE_PROVES_FROM: NETWORK,
      GCE_METADATA_HOST: new URL(metadata.url).host,
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  ends.push(remove, metadata.close, hub.close, () => child.kill());
  const call = async (path: string, body: object, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  };
  await expect.poll(() => said, { timeout: 20_000 }).toContain("URL:");
  return { hub, asked, call, said: () => said };
}

describe("Google's packages under Google's functions framework", () => {
  it("probe what is declared and what was built, and tell both Regions' buses as the role that trusts their service account", async () => {
    const { hub, call, said } = await start("probe", "probe");

    const { status, text } = await call("/", {});

    expect(status, said()).toBe(200);
    expect(JSON.parse(text)).toMatchObject([{ vantageId: "here", lostCount: 0 }]);
    const snapshots = hub.events.filter(({ type }) => type === "health.snapshot-taken.v1");
    expect(snapshots[0]?.detail).toMatchObject({
      data: { paths: [{ pathId: "link" }, { pathId: "in-1-abc.g.way" }] },
    });
    expect(snapshots).toHaveLength(2);
    for (const { signedBy, bus, source, detail } of snapshots) {
      expect({ signedBy, bus, source }).toEqual({
        signedBy: "ASIAOUTPOST",
        bus: "skylane-test",
        source: "skylane.health",
      });
      expect(eventSchema("health.snapshot-taken.v1").safeParse(detail).success).toBe(true);
    }
    expect(hub.sessions[0]).toMatchObject({
      RoleArn: "arn:aws:iam::111122223333:role/skylane-test-gcp-probe",
      RoleSessionName: "skylane-test-gcp-probe",
    });
    expect(byWorkload(hub.items)).toEqual([]);
    expect(byWorkload(hub.queries)).toEqual([{ signedBy: "ASIAOUTPOST", pk: "BUILT-GROUP" }]);
  });

  it("measure what they are asked of their own network, and answer there", async () => {
    const { hub, asked, call } = await start("prove", "prove");

    // it stays for what is asked next, and nobody waits for that here
    const called = call("/", {}).catch(() => undefined);
    await expect.poll(() => asked.answerTo(NETWORK, "r1"), { timeout: 20_000 }).toBeDefined();

    expect(byWorkload(hub.items)).toEqual([
      { signedBy: "ASIAOUTPOST", table: "skylane-test-state", pk: `PROOF-ANSWER#${NETWORK}` },
    ]);
    expect(await asked.answerTo(NETWORK, "r1")).toMatchObject({
      evidence: [{ intentId: "in-1-abc-1", check: "tcp", isProven: true, seen: "7 of 7" }],
    });
    expect(new Set(hub.queries.map(({ pk }) => pk))).toEqual(new Set([`PROOF-REQUEST#${NETWORK}`]));
    for (const end of ends.splice(0).reverse()) await end();
    await called;
  });

  it("relay an alarm that Pub/Sub pushes, about the link that the configuration names", async () => {
    const { hub, call, said } = await start("relay-alarm", "relay-alarm");
    const { data } = pubSubNotification().data.message;

    const { status } = await call("/projects/globalcart-test/topics/skylane-test-alarms", {
      message: { data, messageId: "1", publishTime: "2026-11-20T22:00:00Z", attributes: {} },
      subscription: "projects/globalcart-test/subscriptions/skylane-test-relay-alarm",
    });

    expect(status, said()).toBe(204);
    expect(hub.events.map(({ type }) => type)).toEqual(["alarm.raised.v1", "alarm.raised.v1"]);
    expect(hub.events[0]?.detail).toMatchObject({
      data: { cloud: "gcp", kind: "tunnel-down", connectionIds: ["link"] },
    });
  });

  it("leave a change alone that is none of the network's, and refuse what is no notice", async () => {
    const { hub, call } = await start("discover", "discover-on-change");
    const push = (entry: unknown) =>
      call("/projects/globalcart-test/topics/skylane-test-changes", {
        message: { data: Buffer.from(JSON.stringify(entry)).toString("base64"), messageId: "1", attributes: {} },
        subscription: "s",
      });
    const entry = (methodName: string) => ({
      timestamp: "2026-11-20T22:00:00Z",
      protoPayload: { serviceName: "compute.googleapis.com", methodName },
    });

    expect((await push(entry("v1.compute.instances.insert"))).status).toBe(204);
    expect((await push({ textPayload: "hello" })).status).toBe(500);
    expect(hub.events).toEqual([]);
  });
});

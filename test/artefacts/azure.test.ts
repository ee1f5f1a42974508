import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { outposts } from "@skylane/core";
import { afterEach, describe, expect, it } from "vitest";
import { commonAlert } from "../../packages/clouds/src/azure/alarms/fixture.ts";
import { fakeHub } from "../support/fake-hub.ts";
import { fakeIdentityEndpoint, unsignedJwt } from "../support/fake-identity.ts";
import { hubSide, smallConfig, unpacked } from "./unpacked.ts";

const NETWORK = "azure//subscriptions/s/resourcegroups/shop/providers/microsoft.network/virtualnetworks/shop";
const SUBJECT = "0f1e2d3c-4b5a-4678-9abc-def012345678";

/**
 * The part of Azure's worker that a package meets: it takes registrations, and calls one of them through the model that the package has
 * set, as the worker does: arguments from what the host sent, the call, an answer for the host.
 */
const WORKER = `
const { globSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const core = require("@azure/functions-core");
(async () => {
  const { main } = require(join(process.cwd(), "package.json"));
  for (const file of globSync(main)) await import(pathToFileURL(join(process.cwd(), file)));
  const [, , name, sent] = process.argv;
  let answer;
  if (name) {
    const { metadata, callback } = core.registered.find((one) => one.name === name);
    const [binding] = Object.keys(metadata.bindings);
    const model = core.model().getInvocationModel({
      invocationId: "invocation",
      metadata,
      request: { invocationId: "invocation", inputData: [{ name: binding, data: JSON.parse(sent) }] },
      log: () => {},
      state: undefined,
    });
    const { context, inputs } = await model.getArguments();
    const result = await model.invokeFunction(context, inputs, callback);
    answer = await model.getResponse(context, result);
    if (answer.invocationId !== "invocation" || context.functionName !== name) throw new Error("not what was invoked");
  }
  const registered = core.registered.map(({ name, metadata: { bindings } }) => ({ name, bindings }));
  console.log(JSON.stringify({ registered, answer }));
})();
`;
const CORE = `
exports.registered = [];
let set;
exports.setProgrammingModel = (model) => void (set = model);
exports.model = () => set;
exports.registerHook = () => {};
exports.log = () => {};
exports.registerFunction = (metadata, callback) => void exports.registered.push({ name: metadata.name, metadata, callback });
`;

/** What was not done by the hub itself. */
const byWorkload = <One extends { readonly signedBy: string }>(all: readonly One[]) =>
  all.filter(({ signedBy }) => signedBy !== "HUB");

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** What the host sends with a timer. */
const TIMER = { json: '{"IsPastDue":false}' };

async function start(outpost: keyof typeof outposts, called: string, sent: object = TIMER) {
  const target = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  const { port } = target.address() as { port: number };
  const { folder, configFile, remove } = await unpacked("azure", outpost, smallConfig("azure", port));
  const core = join(folder, "node_modules/@azure/functions-core");
  mkdirSync(core, { recursive: true });
  writeFileSync(join(core, "index.js"), CORE);
  writeFileSync(join(folder, "worker.cjs"), WORKER);
  // the managed identity endpoint, and beside it Resource Manager, where there is nothing
  const identity = await fakeIdentityEndpoint(({ url }) => ({
    body: JSON.stringify(
      url.pathname === "/msi/token"
        ? { access_token: unsignedJwt({ aud: url.searchParams.get("resource"), sub: SUBJECT }) }
        : { value: [] },
    ),
  }));
  const hub = await fakeHub(SUBJECT);
  const asked = await hubSide(hub.url, ["azure//other", NETWORK], port);
  ends.push(remove, identity.close, hub.close, () => new Promise((resolve) => target.close(resolve)));
  const child = spawn(process.execPath, ["worker.cjs", called, JSON.stringify(sent)], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? "",
      SKYLANE_NAME: "skylane-test",
      SKYLANE_CONFIG: configFile,
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL: hub.url,
      SKYLANE_AWS_ROLE_ARN: `arn:aws:iam::111122223333:role/skylane-test-azure-${outpost}`,
      SKYLANE_AWS_AUDIENCE: "api://tenant/skylane-test-aws",
      SKYLANE_AWS_TOKEN_FROM: "azure",
      SKYLANE_PROVES_FROM: NETWORK,
      IDENTITY_ENDPOINT: `${identity.url}/msi/token`,
      IDENTITY_HEADER: "once",
      SKYLANE_ENDPOINT_AZURE: identity.url,
      AZURE_ACCESS_TOKEN: "of-the-environment",
    },
  });
  return { child, folder, hub, asked, identity };
}

async function load(outpost: keyof typeof outposts, called = "", sent: object = TIMER) {
  const { child, folder, hub, identity } = await start(outpost, called, sent);
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const { registered, answer } = JSON.parse(said.trim().split("\n").at(-1) || `"${complained.slice(0, 500)}"`);
  const host = JSON.parse(readFileSync(join(folder, "host.json"), "utf8"));
  return { registered, answer, host, hub, identity };
}

const BINDINGS = {
  probe: { probe: { type: "timerTrigger", schedule: "0 * * * * *" } },
  prove: { prove: { type: "timerTrigger", schedule: "0 * * * * *" } },
  discover: {
    discover: { type: "timerTrigger", schedule: "0 0 * * * *" },
    "discover-on-change": { type: "eventGridTrigger" },
  },
  // no key: the app in front of it asks for a token
  "relay-alarm": { "relay-alarm": { type: "httpTrigger", authLevel: "anonymous", methods: ["POST"] } },
} as const;

describe("Azure's packages under the worker's programming model", () => {
  it.each(Object.keys(outposts) as (keyof typeof outposts)[])(
    "%s registers its functions as they are called, and no other's",
    async (outpost) => {
      const { registered, host } = await load(outpost);
      const bindings = Object.fromEntries(
        registered.map((one: { name: string; bindings: object }) => [one.name, Object.values(one.bindings)[0]]),
      );

      expect(Object.keys(bindings).sort()).toEqual([...outposts[outpost].functions].sort());
      expect(bindings).toMatchObject(BINDINGS[outpost]);
      expect(host).toMatchObject({ version: "2.0", functionTimeout: expect.stringMatching(/^00:0\d:\d\d$/) });
    },
  );

  it("probes what is declared and what was built, and tells both Regions' buses as the role that trusts its managed identity", async () => {
    const { hub, identity } = await load("probe", "probe");

    expect(
      hub.events
        .filter(({ type }) => type === "health.snapshot-taken.v1")
        .map(({ signedBy, bus }) => ({ signedBy, bus })),
    ).toEqual([
      { signedBy: "ASIAOUTPOST", bus: "skylane-test" },
      { signedBy: "ASIAOUTPOST", bus: "skylane-test" },
    ]);
    expect(hub.events.find(({ type }) => type === "health.snapshot-taken.v1")?.detail).toMatchObject({
      data: { paths: [{ pathId: "link" }, { pathId: "in-1-abc.g.way" }] },
    });
    expect(identity.requests[0]?.headers["x-identity-header"]).toBe("once");
    expect(hub.sessions[0]).toMatchObject({ RoleSessionName: "skylane-test-azure-probe" });
    expect(byWorkload(hub.items)).toEqual([]);
    expect(byWorkload(hub.queries)).toEqual([{ signedBy: "ASIAOUTPOST", pk: "BUILT-GROUP" }]);
  });

  it("measures what it is asked of its own network, and answers there", async () => {
    const { child, hub, asked } = await start("prove", "prove");
    const ended = new Promise((resolve) => child.once("exit", resolve));

    await expect.poll(() => asked.answerTo(NETWORK, "r1"), { timeout: 20_000 }).toBeDefined();
    child.kill(); // it stays for what is asked next
    await ended;

    expect(byWorkload(hub.items)).toEqual([
      { signedBy: "ASIAOUTPOST", table: "skylane-test-state", pk: `PROOF-ANSWER#${NETWORK}` },
    ]);
    expect(await asked.answerTo(NETWORK, "r1")).toMatchObject({
      evidence: [{ intentId: "in-1-abc-1", check: "tcp", isProven: true, seen: "7 of 7" }],
    });
    expect(new Set(hub.queries.map(({ pk }) => pk))).toEqual(new Set([`PROOF-REQUEST#${NETWORK}`]));
  });

  it("relays an alarm that an action group posts, about the link that the configuration names", async () => {
    const post = { method: "POST", url: "https://relay.azurewebsites.net/api/relay-alarm", headers: {} };

    const { hub, answer } = await load("relay-alarm", "relay-alarm", {
      http: { ...post, body: { string: JSON.stringify(commonAlert()) } },
    });

    expect(answer.returnValue).toMatchObject({ http: { statusCode: "202" } });
    expect(hub.events.map(({ type }) => type)).toEqual(["alarm.raised.v1", "alarm.raised.v1"]);
    expect(hub.events[0]?.detail).toMatchObject({ data: { cloud: "azure", connectionIds: ["link"] } });
  });

  it("hands in what it sees in its own partition, and says so", async () => {
    const { hub } = await load("discover", "discover");

    expect(byWorkload(hub.items)[0]).toEqual({
      signedBy: "ASIAOUTPOST",
      table: "skylane-test-state",
      pk: "INBOX#azure",
    });
    expect(hub.events.map(({ type }) => type)).toEqual(["topology.cloud-looked-at.v1", "topology.cloud-looked-at.v1"]);
  });
});

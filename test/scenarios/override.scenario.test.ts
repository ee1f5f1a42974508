import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventPage, OverrideList, Overview } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import { type Instance, startInstance } from "@skylane/local";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const root = join(import.meta.dirname, "../..");
const SEED = 17;
const GROUP = "use1-dc1";
const signed = { by: "ops", reason: "fibre work" };
let folder: string;
let instance: Instance;
let overrides: Deps["overrides"];

const get = async (path: string): Promise<unknown> => (await fetch(`${instance.info.url}${path}`)).json();
const send = async (method: string, path: string, body: unknown) => {
  const answer = await fetch(`${instance.info.url}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const overview = async () => Overview.parse(await get("/v1/overview"));
const standing = async () => OverrideList.parse(await get("/v1/overrides"));
const until = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 100 });
const statusOf = async (incidentId: unknown) =>
  (await overview()).incidents.find(({ id }) => id === incidentId)?.status;

/** Has a scheduled function come early. */
async function runNow(name: string): Promise<void> {
  const answer = await fetch(`${instance.info.awsUrl}/schedules/early-${name}-${crypto.randomUUID().slice(0, 8)}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: "AWS4-HMAC-SHA256 Credential=x/x/us-east-1/scheduler/x",
    },
    body: JSON.stringify({
      ScheduleExpression: `at(${new Date(Date.now() + 1_000).toISOString().slice(0, 19)})`,
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      Target: {
        Arn: `arn:aws:lambda:us-east-1:000000000000:function:skylane-${name}`,
        RoleArn: "arn:aws:iam::000000000000:role/skylane-scheduler",
        Input: "{}",
      },
    }),
  });
  expect(answer.status).toBe(200);
}

beforeAll(async () => {
  console.log(`scenario seed ${SEED}`);
  folder = mkdtempSync(join(tmpdir(), "skylane-scenario-"));
  const configFile = join(root, "examples/globalcart/skylane.yaml");
  instance = await startInstance({
    dataFolder: join(folder, "data"),
    configFile,
    estate: "globalcart",
    port: 0,
    awsPort: 0,
    twinPort: 0,
    socksPort: 0,
    seed: SEED,
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: instance.info.awsUrl,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    SKYLANE_CONFIG: configFile,
  });
  overrides = (await import("@skylane/runtime")).theRuntime().deps.overrides;
  await until(async () => expect((await overview()).paths.every(({ state }) => state === "up")).toBe(true));
}, 90_000);

afterAll(async () => {
  await instance?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("overrides on one machine", { timeout: 120_000 }, () => {
  it("a drained connection is left, and gone back to by a person", async () => {
    const primary = (await overview()).paths.find(({ groupId, role }) => groupId === GROUP && role === "primary");
    const drained = await send("POST", `/v1/paths/${primary?.id}/drain`, { ...signed, forMs: 3_600_000 });
    expect(drained.status).toBe(202);
    const { incidentId } = drained.body;
    await until(async () => expect(await statusOf(incidentId)).toBe("moved"));

    expect(await standing()).toMatchObject({
      moves: [{ groupId: GROUP, incidentId, fromPathId: primary?.id }],
      paths: [{ pathId: primary?.id, to: "avoid", ...signed, by: "ops, by operator@localhost" }],
    });
    expect((await send("POST", `/v1/paths/${primary?.id}/drain`, signed)).body).toMatchObject({
      error: { code: "ERR_MOVE_ACTIVE" },
    });

    await send("POST", `/v1/incidents/${incidentId}/fail-back`, {});
    await until(async () => expect(await statusOf(incidentId)).toBe("failed-back"));
    expect((await standing()).moves).toEqual([]);
    const back = await send("PUT", `/v1/paths/${primary?.id}/override`, { ...signed, to: "auto" });
    expect([back.status, (await standing()).paths]).toEqual([200, []]);
  });

  it("a move nobody answers for is undone by the watchdog, told, and closed", async () => {
    const { incidentId } = (await send("POST", "/v1/failovers", { groupId: GROUP })).body;
    await until(async () => expect(await statusOf(incidentId)).toBe("moved"));
    const seen = await overrides.find(GROUP);
    if (!seen) throw new Error("no override");
    await overrides.put({ ...seen, expiresAtMs: seen.storedAtMs }, seen);

    await runNow("watch-overrides");

    await until(async () => expect(await statusOf(incidentId)).toBe("rolled-back"));
    const now = await overview();
    expect(now.paths.find(({ groupId, role }) => groupId === GROUP && role === "primary")?.isCarrying).toBe(true);
    const { events } = EventPage.parse(await get("/v1/events?limit=500"));
    expect(events.map(({ event }) => event).filter(({ type }) => type === "failover.override-ended.v1")).toMatchObject([
      { subject: incidentId, data: { why: "lease-ran-out", outcome: "restored", awayCount: 2 } },
    ]);
    expect(events.map(({ event }) => event.type)).toContain("failover.override-set.v1");
    // the record itself goes with a turn of the watchdog's own schedule, once no write can be under way any more
    await until(async () =>
      expect((await standing()).moves).toMatchObject([{ ending: { stage: "put-back", isTold: true } }]),
    );
  });

  it.each([
    ["a path nobody knows", "/v1/paths/nope/override", { ...signed, to: "avoid" }, 404, "path nope is not declared"],
    ["an order without a reason", "/v1/paths/nope/override", { to: "avoid" }, 400, "reason"],
    ["an order for a month", "/v1/paths/nope/override", { ...signed, to: "avoid", forMs: 2.6e9 }, 400, "a week"],
  ])("the API refuses %s", async (_, path, body, status, text) => {
    const answer = await send("PUT", path, body);

    expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringContaining(text)]);
  });
});

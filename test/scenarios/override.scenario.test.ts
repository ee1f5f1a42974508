import { OverrideList } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { runningSkylane } from "../support/running-skylane.ts";

const GROUP = "use1-dc1";
const signed = { by: "ops", reason: "fibre work" };
let overrides: Deps["overrides"];

const { instance, fileOf, get, send, order, overview, reaches, events, until, untilAllUp, runNow } = runningSkylane({
  seed: 17,
});
const standing = async () => OverrideList.parse(await get("/v1/overrides"));

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: instance().info.awsUrl,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    SKYLANE_CONFIG: fileOf("skylane.yaml"),
  });
  const runtime = await import("@skylane/runtime");
  ({ overrides } = await runtime.ports(runtime.overrides).make());
  await untilAllUp();
}, 150_000);

describe("overrides on one machine", { timeout: 240_000 }, () => {
  it("a drained connection is left, and gone back to by a person", async () => {
    const primary = (await overview()).paths.find(({ groupId, role }) => groupId === GROUP && role === "primary");
    const { incidentId } = await order("POST", `/v1/paths/${primary?.id}/drain`, { ...signed, forMs: 3_600_000 });
    await reaches(incidentId, "moved");

    expect(await standing()).toMatchObject({
      moves: [{ groupId: GROUP, incidentId, fromPathId: primary?.id }],
      paths: [{ pathId: primary?.id, to: "avoid", ...signed, by: "ops, by operator@localhost" }],
    });
    expect((await send("POST", `/v1/paths/${primary?.id}/drain`, signed)).body).toMatchObject({
      error: { code: "ERR_MOVE_ACTIVE" },
    });

    await order("POST", `/v1/incidents/${incidentId}/fail-back`, {});
    await reaches(incidentId, "failed-back");
    // the override goes right after the incident says that traffic is back
    await until(async () => expect((await standing()).moves).toEqual([]));
    const back = await send("PUT", `/v1/paths/${primary?.id}/override`, { ...signed, to: "auto" });
    expect([back.status, (await standing()).paths]).toEqual([200, []]);
  });

  it("a move nobody answers for is undone by the watchdog, told, and closed", async () => {
    const { incidentId } = await order("POST", "/v1/failovers", { groupId: GROUP });
    await reaches(incidentId, "moved");
    const seen = await overrides.find(GROUP);
    if (!seen) throw new Error("no override");
    await overrides.put({ ...seen, expiresAtMs: seen.storedAtMs }, seen);

    await runNow("watch-overrides");

    await reaches(incidentId, "rolled-back");
    const now = await overview();
    expect(now.paths.find(({ groupId, role }) => groupId === GROUP && role === "primary")?.isCarrying).toBe(true);
    const told = await events();
    expect(told.map(({ event }) => event).filter(({ type }) => type === "failover.override-ended.v1")).toMatchObject([
      { subject: incidentId, data: { why: "lease-ran-out", outcome: "restored", awayCount: 2 } },
    ]);
    expect(told.map(({ event }) => event.type)).toContain("failover.override-set.v1");
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

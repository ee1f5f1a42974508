import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Me, type Overview } from "@skylane/core";
import { startInstance } from "@skylane/local";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { anyPorts, runningSkylane } from "../support/running-skylane.ts";

const { instance, fileOf, get, order, overview, events, untilAllUp, untilClean, reaches, ...skylane } = runningSkylane({
  seed: 7,
  configure(shipped) {
    const raw = parse(shipped);
    return JSON.stringify({
      ...raw,
      thresholds: { probeIntervalMs: "200 ms" },
      groups: raw.groups.map((group: object) => ({ ...group, failback: { stableWindowMs: "2 seconds" } })),
    });
  },
});
beforeAll(untilAllUp, 150_000);

const until = (check: (now: Overview) => void): Promise<void> => skylane.until(async () => check(await overview()));
const stateOf = (now: Overview, id: string) => now.paths.find((path) => path.id === id)?.state;
const incidentOf = (now: Overview, groupId: string) => now.incidents.find((one) => one.groupId === groupId);
const routeChanges = async () =>
  ((await get("/lab/changes")) as { changes: readonly { from: string; to: string }[] }).changes;

/** What the guards say where more than the faulty path was lost for a moment. */
const LOST_MORE = /failed together|is up again|nothing is known of| is (down|degraded|unknown), .* is (down|unknown)/;

/** Puts a fault on a group and waits until it is moved; once more where a busy machine made the guards hold, as they should. */
async function movedBy(groupId: string, fault: object) {
  for (let attempt = 1; ; attempt += 1) {
    await untilClean(groupId);
    const known = new Set((await overview()).incidents.map(({ id }) => id));
    const fresh = (now: Overview) => now.incidents.find((one) => one.groupId === groupId && !known.has(one.id));
    const { id: faultId } = await order("POST", "/lab/faults", fault);
    await until((now) => expect(["moved", "refused", "rolled-back", "needs-human"]).toContain(fresh(now)?.status));
    const incident = fresh(await overview());
    if (incident?.status === "moved") return { incident, faultId };
    if (attempt === 3 || incident?.status !== "refused" || !LOST_MORE.test(incident.reason ?? ""))
      throw new Error(`${groupId} was not moved: ${JSON.stringify(incident)}`);
    await order("DELETE", `/lab/faults/${faultId}`);
  }
}

describe("the closed loop on one machine", { timeout: 240_000 }, () => {
  it("a black-holed circuit fails over once, is proven by traffic, and fails back after the stable window", async () => {
    const before = (await routeChanges()).length;
    const { incident, faultId } = await movedBy("use1-dc1", {
      kind: "blackhole",
      target: { connectionId: "dx-use1-1" },
    });

    const moved = await overview();
    const trace = await get("/lab/trace?from=10.1.10.10&to=10.9.10.10");
    await order("DELETE", `/lab/faults/${faultId}`);
    await reaches(incident.id, "failed-back");

    expect(trace).toMatchObject({ forward: { over: ["vpn-use1-1"] }, reverse: { over: ["vpn-use1-1"] } });
    expect(moved.paths.find((path) => path.id === "vpn-use1-1")?.isCarrying).toBe(true);
    expect(incident.proof).toMatchObject({ sentCount: 9, answeredCount: 9 });
    const changes = (await routeChanges()).slice(before);
    expect(changes.map(({ from, to }) => `${from}>${to}`).sort()).toEqual([
      "dx-use1-1>vpn-use1-1",
      "dx-use1-1>vpn-use1-1",
      "vpn-use1-1>dx-use1-1",
      "vpn-use1-1>dx-use1-1",
    ]);
  });

  it("a black hole in one direction only is a failure all the same", async () => {
    const { incident } = await movedBy("usw2-dc2", {
      kind: "blackhole",
      direction: "b-to-a",
      target: { connectionId: "dx-usw2-1" },
    });

    await order("DELETE", "/lab/faults");
    await reaches(incident.id, "failed-back");
  });

  it("a group at advise says what it would do and touches nothing", async () => {
    const before = (await routeChanges()).length;
    await order("POST", "/lab/faults", { kind: "blackhole", target: { connectionId: "vpn-use1-eastus-1" } });

    // a path that faltered while the processes started may have left an incident of its own
    await until((now) =>
      expect(incidentOf(now, "use1-eastus")).toMatchObject({
        status: "refused",
        reason: expect.stringContaining(`would move to vpn-use1-eastus-2, but the group is at "advise"`),
      }),
    );
    await order("DELETE", "/lab/faults");

    expect(await routeChanges()).toHaveLength(before);
    await until((now) => expect(stateOf(now, "vpn-use1-eastus-1")).toBe("up"));
  });

  it("the kill switch holds a move back, and a person is paged", async () => {
    await order("PUT", "/v1/kill-switch", { isStopped: true, by: "test", reason: "change freeze" });
    await order("POST", "/lab/faults", { kind: "blackhole", target: { connectionId: "dx-usw2-1" } });

    await until((now) =>
      expect(incidentOf(now, "usw2-dc2")).toMatchObject({ status: "refused", reason: "the kill switch is on" }),
    );
    await order("DELETE", "/lab/faults");
    await order("PUT", "/v1/kill-switch", { isStopped: false, by: "test", reason: "over" });
    await until((now) => expect(stateOf(now, "dx-usw2-1")).toBe("up"));
  });

  it("a person may move a healthy group, and back", async () => {
    await until(({ paths }) =>
      expect(paths.filter(({ groupId }) => groupId === "use1-dc1").map(({ state }) => state)).toEqual(["up", "up"]),
    );
    const { incidentId } = await order("POST", "/v1/failovers", { groupId: "use1-dc1" });
    await reaches(incidentId, "moved");

    await order("POST", `/v1/incidents/${incidentId}/fail-back`, {});

    await reaches(incidentId, "failed-back");
  });

  it.each([
    ["a body that is no JSON", "POST", "/v1/failovers", "{", 400, "body must be JSON"],
    [
      "a key that is not known",
      "POST",
      "/v1/failovers",
      JSON.stringify({ groupId: "use1-dc1", force: true }),
      400,
      `Unrecognized key: "force"`,
    ],
    [
      "a group nobody knows",
      "POST",
      "/v1/failovers",
      JSON.stringify({ groupId: "nope" }),
      404,
      "no failover plan is stored for group nope",
    ],
    [
      "an incident nobody knows",
      "POST",
      "/v1/incidents/fo-nope-1/fail-back",
      "{}",
      404,
      "incident fo-nope-1 is not stored",
    ],
    [
      "an incident id that is none",
      "POST",
      "/v1/incidents/nope/fail-back",
      "{}",
      400,
      "must be an incident id such as fo-use1-dc1-7",
    ],
    ["a limit that is none", "GET", "/v1/events?limit=many", undefined, 400, "limit"],
    ["a route that is not there", "GET", "/v1/nope", undefined, 404, "Not Found"],
  ])("the API refuses %s, says what is wrong, and changes nothing", async (_, method, path, body, status, text) => {
    const { url, token } = instance().info;
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });

    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text.replaceAll('"', '\\"'));
  });

  it("a page of another origin may change nothing here", async () => {
    const { url, token } = instance().info;
    const response = await fetch(`${url}/v1/failovers`, {
      method: "POST",
      headers: { origin: "http://evil.example", authorization: `Bearer ${token}` },
      body: "{}",
    });

    expect(response.status).toBe(403);
  });

  it("whoever does not know the token of this start sees nothing, breaks nothing and changes nothing", async () => {
    const { url } = instance().info;
    const statuses = await Promise.all(
      [
        ["GET", "/v1/overview"],
        ["GET", "/v1/me"],
        ["PUT", "/v1/kill-switch"],
        ["POST", "/lab/faults"],
        ["GET", "/lab/state"],
      ].map(async ([method = "", path]) => {
        const headers = { "x-skylane-as": "operator@localhost" };
        return (await fetch(`${url}${path}`, { method, headers, ...(method !== "GET" && { body: "{}" }) })).status;
      }),
    );

    expect(statuses).toEqual([401, 401, 401, 401, 401]);
    expect(statSync(fileOf("data/instance.json")).mode & 0o777).toBe(0o600);
    expect(readFileSync(fileOf("data/skylane.log"), "utf8")).not.toContain(instance().info.token);
  });

  it("says who asks and what they may do", async () => {
    const me = Me.parse(await get("/v1/me"));
    const { body: oncall } = await skylane.send("GET", "/v1/me", undefined, {
      "x-skylane-as": "oncall@globalcart.example",
    });

    expect(me).toMatchObject({ role: "admin", actions: { "override-policy": { isAllowed: true } } });
    expect(Me.parse(oncall)).toMatchObject({ role: "operator", actions: { "set-kill-switch": { isAllowed: true } } });
  });

  it("every accepted event was delivered and is in the log", async () => {
    await vi.waitFor(
      async () =>
        expect(await (await fetch(`${instance().info.awsUrl}/_local/bus`)).json()).toMatchObject({
          pending: 0,
          deadLettered: 0,
        }),
      { timeout: 20_000 },
    );

    const told = await events();
    for (const type of [
      "failover.started.v1",
      "failover.completed.v1",
      "failover.failed-back.v1",
      "failover.refused.v1",
      "health.path-state-changed.v1",
    ])
      expect(told.some(({ event }) => event.type === type)).toBe(true);
  });

  it("a controller that is killed is back where it was, with all it knew", async () => {
    const before = await overview();

    await instance().killController();

    const after = await overview();
    expect(after.incidents.map(({ id, status }) => [id, status])).toEqual(
      before.incidents.map(({ id, status }) => [id, status]),
    );
    expect(existsSync(fileOf("data/instance.json"))).toBe(true);
  });

  it("a data folder of a newer version is refused, not damaged", async () => {
    const newer = mkdtempSync(join(tmpdir(), "skylane-newer-"));
    writeFileSync(join(newer, "version.json"), JSON.stringify({ format: 99 }));

    await expect(
      startInstance({ ...anyPorts, dataFolder: newer, configFile: fileOf("skylane.yaml"), seed: 1 }),
    ).rejects.toThrow("was written by a newer Skylane (format 99, this one knows 1). Nothing was changed");
    rmSync(newer, { recursive: true });
  });

  it("a port that is taken is named", async () => {
    const port = Number(new URL(instance().info.url).port);

    await expect(
      startInstance({ ...anyPorts, dataFolder: fileOf("second"), configFile: fileOf("skylane.yaml"), port, seed: 1 }),
    ).rejects.toThrow(`Port ${port}`);
  });
});

import { isoWeekOf, RecoveryPhase, StatusView, WeekReport } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { runningSkylane } from "../support/running-skylane.ts";

const DX = "dx-use1-1";
const { call, get, until, untilAllUp, runNow, overview, instance } = runningSkylane({
  seed: 47,
  configure: (shipped) => `${shipped}\nslos: { rtoMs: 60 seconds }\n`,
  patienceMs: 150_000,
});
/** As anybody, without a token. */
const readStatus = async () => {
  const answer = await fetch(`${instance().info.url}/status`);
  return { code: answer.status, policy: answer.headers.get("content-security-policy"), html: await answer.text() };
};
const publish = () => runNow("publish-status", { scheduledTime: new Date().toISOString() });
const thisWeek = () => `/v1/reports/week?week=${isoWeekOf(Date.now())}`;

describe("a network that fails is told of, to everybody and to those who own it", { timeout: 400_000 }, () => {
  it("the status page is everybody's, and says no name that the configuration does not give", async () => {
    await untilAllUp();
    await publish();

    await until(async () => expect((await readStatus()).code).toBe(200));
    const { html, policy } = await readStatus();
    expect(html).toContain("<h1>GlobalCart network</h1>");
    expect(html).toContain("Shop to data centre, US east");
    expect(html).not.toMatch(/<script/i);
    expect(policy).toContain("default-src 'none'");
    const { groups, paths, networks, connections } = await overview();
    const names = [...groups, ...paths, ...networks, ...connections].map(({ id }) => id);
    expect(names.filter((name) => new RegExp(`\\b${name}\\b`).test(html))).toEqual([]);
    // everything else still asks who it is
    expect((await fetch(`${instance().info.url}/v1/status`)).status).toBe(401);
  });

  it("a failover is on it when it is over, and in the week with each of its parts", async () => {
    const fault = await call("POST", "/lab/faults", { kind: "blackhole", target: { connectionId: DX } });
    expect(fault.status).toBeLessThan(300);
    await until(async () => {
      const { incidents } = await overview();
      expect(incidents.map(({ fromPathId, status }) => [fromPathId, status])).toContainEqual([DX, "moved"]);
    });

    await publish();
    await until(async () =>
      expect((await readStatus()).html).toContain("Shop to data centre, US east: interrupted for"),
    );
    const view = StatusView.parse(await get("/v1/status"));
    expect(view.components[0]).toMatchObject({ level: "operational", isReduced: true });
    expect(view.components[0]?.days.at(-1)).toMatchObject({ level: "outage" });
    expect(view.incidents[0]).toMatchObject({ stage: "resolved", how: "moved", impact: "outage" });

    // the burst with the last samples of the failed path is told with the next minute
    await until(async () => {
      const { recovery, availability } = WeekReport.parse(await get(thisWeek()));
      expect(recovery.moves).toHaveLength(1);
      expect(availability.paths.find(({ pathId }) => pathId === DX)?.downMinutes).toBeGreaterThan(0);
      expect(recovery.moves[0]?.probes?.lostCount).toBeGreaterThanOrEqual(3);
      expect(Object.keys(recovery.moves[0]?.phasesMs ?? {})).toEqual(RecoveryPhase.options);
    });
    const report = WeekReport.parse(await get(thisWeek()));
    const [move] = report.recovery.moves;
    const parts = Object.values(move?.phasesMs ?? {}).reduce((sum, ms) => sum + ms, 0);
    console.log(JSON.stringify({ rtoMs: move?.rtoMs, ...move?.phasesMs, ...move?.probes }));
    // each part is rounded to a millisecond
    expect(Math.abs(parts - (move?.rtoMs ?? 0))).toBeLessThanOrEqual(3);
    expect(move).toMatchObject({ fromPathId: DX, isFromFirstBadProbe: true, objectiveMs: 60_000, isOrdered: false });
    expect(report.recovery).toMatchObject({ judgedCount: 1, withinCount: 1 });
    expect(report).toMatchObject({ isWhole: false, incidents: [{ fromPathId: DX, status: "moved" }] });
    expect(report.drills.overdue.length).toBeGreaterThan(0);

    const page = await call("GET", thisWeek(), undefined, { accept: "text/html" });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toMatch(/<h1>globalcart: week \d+ of 20\d\d<\/h1>/);
  });

  it("the week that is over is kept on its Monday, and stays as it was told", async () => {
    await runNow("tell-week", { scheduledTime: new Date().toISOString() });
    const kept = async () => WeekReport.parse(await get("/v1/reports/week"));

    await until(async () => expect((await kept()).atMs).toBe((await kept()).atMs));
    expect(await kept()).toMatchObject({ isWhole: true, incidents: [], recovery: { moves: [] } });
    expect((await call("GET", "/v1/reports/week?week=2099-W01")).status).toBe(400);
    expect((await call("GET", "/v1/reports/week?week=last")).status).toBe(400);
  });
});

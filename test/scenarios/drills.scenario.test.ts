import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DrillAccepted, DrillList, DrillReport, DrillSummary } from "@skylane/core";
import { checkSeal } from "@skylane/runtime";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { runningSkylane } from "../support/running-skylane.ts";

const root = join(import.meta.dirname, "../..");
const GROUP = "use1-dc1";
const running = runningSkylane({
  seed: 23,
  configure(shipped) {
    const drill = { over: { groupIds: [GROUP] }, holdMs: "3 seconds", restMs: "0 seconds" };
    return JSON.stringify({
      ...parse(shipped),
      // a request waits by the probe's time-out: at a second it would outlast the withdrawal, and nothing were lost
      thresholds: { probeIntervalMs: "200 ms", probeTimeoutMs: "300 ms" },
      drills: [
        { ...drill, id: "official", kind: "official", targetRtoMs: "20 seconds" },
        { ...drill, id: "strict", kind: "official", targetRtoMs: "1 ms" },
        { ...drill, id: "reroute", kind: "reroute", targetRtoMs: "5 seconds", holdMs: "2 seconds" },
        { ...drill, id: "long", kind: "reroute", targetRtoMs: "5 seconds", holdMs: "5 minutes" },
      ],
    });
  },
});
const { instance, fileOf, get, order, overview, events, until, runNow } = running;
const runDrill = async (drillId: string): Promise<string> =>
  DrillAccepted.parse(await order("POST", `/v1/drills/${drillId}/run`, { by: "ops" })).runIds[0] ?? "";
const reportOf = async (runId: string) => DrillReport.parse(await get(`/v1/drills/runs/${runId}`));
const ended = (runId: string, timeout?: number): Promise<void> =>
  until(async () => expect((await reportOf(runId)).run.status).not.toBe("running"), timeout);
const begun = (runId: string): Promise<void> =>
  until(async () => expect((await get(`/v1/drills/runs/${runId}`)) as object).toHaveProperty("run"));

/** The command line, as a person runs it. */
const skylane = (...args: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    execFile(process.execPath, [join(root, "packages/cli/bin/skylane.mjs"), ...args], (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
const onBackup = async (): Promise<void> =>
  expect(await wayOf()).toEqual({ forward: ["vpn-use1-1"], reverse: ["vpn-use1-1"] });
/** Orders a drill, and again where a path is not clean yet, as a busy machine has it; until it has come so far. Answers its run. */
async function drilled(drillId: string, hasCome: (runId: string) => Promise<void>): Promise<string> {
  let runId = await runDrill(drillId);
  await until(async () => {
    const { run } = await reportOf(runId);
    if (run.status === "refused" && /^(not-clean|incident-active)/.test(run.reason)) {
      await untilClean();
      runId = await runDrill(drillId);
    }
    // where the group was already, a drill that was refused has not come
    expect(run.status, run.reason).not.toBe("refused");
    await hasCome(runId);
  }, 150_000);
  return runId;
}
const hasEnded = async (runId: string): Promise<void> =>
  expect((await reportOf(runId)).run.status).not.toMatch(/running|refused/);

/** What the routing of the world is: every way of the group's flows, static routes, and the state of its Direct Connect. */
const wayOf = async () => {
  const { forward, reverse } = (await get("/lab/trace?from=10.1.10.10&to=10.9.10.10")) as Record<
    "forward" | "reverse",
    { over: string[] }
  >;
  return { forward: forward.over, reverse: reverse.over };
};
/** Until both paths have learnt their delay besides, over a whole window. */
const untilClean = async (): Promise<void> => {
  await running.untilClean(GROUP);
  await until(async () => {
    const own = (await overview()).paths.filter(({ groupId }) => groupId === GROUP);
    expect(own.every(({ baselineRttMs, recent }) => baselineRttMs !== undefined && recent.length >= 20)).toBe(true);
  });
};
beforeAll(untilClean, 150_000);

describe("drills on one machine", { timeout: 400_000 }, () => {
  it("an official test of Direct Connect is measured, everything is back as before, and the report holds", async () => {
    const before = await wayOf();
    const runId = await drilled("official", onBackup);

    await ended(runId);

    const report = await reportOf(runId);
    const { run } = report;
    expect(run).toMatchObject({
      status: "passed",
      measured: { expectedPathId: "vpn-use1-1", actualPathId: "vpn-use1-1" },
      restored: { isAsBefore: true, isTestOver: true, open: [] },
    });
    // the twin loses what is sent until the withdrawal has gone round
    expect(run.measured?.lostCount).toBeGreaterThan(0);
    expect(run.measured?.rtoMs).toBeGreaterThan(0);
    expect(run.measured?.rtoMs).toBeLessThanOrEqual(20_000);
    expect(await wayOf()).toEqual(before);
    const publicPem = readFileSync(fileOf("data/drill-report-key.pub.pem"), "utf8");
    expect(checkSeal(report, publicPem)).toMatchObject({ kind: "intact" });
    const better = { ...report, run: { ...run, measured: { ...run.measured, rtoMs: 1 } } } as DrillReport;
    expect(checkSeal(better, publicPem)).toEqual({ kind: "altered", parts: ["measured"] });
  });

  it("a drill that misses its target says so, and is back as before all the same", async () => {
    await untilClean();
    const runId = await drilled("strict", hasEnded);

    const { run } = await reportOf(runId);
    expect(run).toMatchObject({ status: "failed", restored: { isAsBefore: true } });
    expect(run.reason).toMatch(/^\d+ ms without an answer, 1 ms allowed$/);
  });

  it("a move that is ordered and taken back loses no request worth a failure, and leaves every route as it was", async () => {
    await untilClean();
    const before = await wayOf();
    const runId = await drilled("reroute", hasEnded);

    expect((await reportOf(runId)).run).toMatchObject({
      status: "passed",
      measured: { actualPathId: "vpn-use1-1" },
      restored: { isAsBefore: true, routeCount: expect.any(Number) },
    });
    expect(await wayOf()).toEqual(before);
  });

  it("a second drill of a group is refused while the first runs; broken off half-way, the first leaves nothing on", async () => {
    await untilClean();
    const before = await wayOf();
    const first = await drilled("long", onBackup);

    const second = await runDrill("official");
    await begun(second);
    await ended(second);
    expect((await reportOf(second)).run).toMatchObject({
      status: "refused",
      reason: `drill-active: drill ${first} holds the group`,
    });

    await order("PUT", "/v1/kill-switch", { isStopped: true, by: "test", reason: "something else happened" });
    await until(async () => expect((await reportOf(first)).run.reason).toContain("the kill switch is on"));
    await runNow("watch-overrides");
    await ended(first, 180_000);
    await order("PUT", "/v1/kill-switch", { isStopped: false, by: "test", reason: "over" });

    expect((await reportOf(first)).run).toMatchObject({ status: "aborted", restored: { isAsBefore: true, open: [] } });
    expect(await wayOf()).toEqual(before);
    const own = (await overview()).incidents.filter(({ groupId }) => groupId === GROUP);
    expect(own.filter(({ status }) => status === "moved" || status === "open")).toEqual([]);
  });

  it("a controller that is killed while the test is on takes it back when it is there again", async () => {
    await untilClean();
    const before = await wayOf();
    const runId = await drilled("official", onBackup);

    await instance().killController();
    await ended(runId);

    expect((await reportOf(runId)).run).toMatchObject({
      status: "aborted",
      reason: "the measurement was broken off, and it cannot be taken up again",
      restored: { isAsBefore: true, isTestOver: true },
    });
    expect(await wayOf()).toEqual(before);
  });

  it("the command line tells the runs, writes a report, and finds it intact, then altered", async () => {
    const at = ["--data", fileOf("data")];
    const [passed] = DrillList.parse(await get("/v1/drills")).reports.filter(({ run }) => run.status === "passed");
    const runId = passed?.run.runId ?? "";
    const file = fileOf("report.json");

    expect((await skylane("drills", "history", ...at)).stdout).toContain(runId);
    expect((await skylane("drills", "report", runId, ...at)).stdout).toContain("Everything reads as before");
    expect((await skylane("drills", "report", runId, "--format", "html", ...at)).stdout).toContain("<!doctype html>");
    expect((await skylane("drills", "run", "ofcial", "--by", "ops", ...at)).stderr).toContain(
      `Did you mean "official"?`,
    );
    writeFileSync(file, (await skylane("drills", "report", runId, "--format", "json", ...at)).stdout);
    const key = ["--data", fileOf("data")];
    expect(await skylane("drills", "verify", file, ...key)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Intact/),
    });
    writeFileSync(
      file,
      readFileSync(file, "utf8")
        .replace(/"lostCount": \d+/, `"lostCount": 0`)
        .replace(/"by": "[^"]*"/, `"by": "cfo"`),
    );
    expect(await skylane("drills", "verify", file, ...key)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Altered: by(, measured)? (is|are) not what was sealed/),
    });
  });

  it("the month says what was drilled and what was not, and every end was told", async () => {
    const { reports } = DrillList.parse(await get("/v1/drills"));
    const [report] = reports;
    const refusedCount = reports.filter(({ run }) => run.status === "refused").length;
    const month = new Date(report?.run.orderedAtMs ?? 0).toISOString().slice(0, 7);

    const { paths, regions } = DrillSummary.parse(await get(`/v1/drills/summary?month=${month}`));

    expect(paths.find(({ pathId }) => pathId === "dx-use1-1")).toMatchObject({
      passedCount: 2,
      failedCount: 1,
      abortedCount: 2,
      refusedCount,
      notDrilledDays: 0,
    });
    expect(paths.find(({ pathId }) => pathId === "dx-usw2-1")).not.toHaveProperty("notDrilledDays");
    expect(regions.find(({ regionId }) => regionId === "onprem:dc1")).toMatchObject({ inMonthCount: 1 });
    const told = (await events()).map(({ event }) => event.type);
    expect(told.filter((type) => type === "drill.completed.v1")).toHaveLength(3);
    expect(told.filter((type) => type === "drill.aborted.v1")).toHaveLength(2 + refusedCount);
  });
});

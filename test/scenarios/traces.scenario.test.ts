import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IncidentTraceView } from "@skylane/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { fakeCollector } from "../support/fake-collector.ts";
import { runningSkylane } from "../support/running-skylane.ts";

const TOKEN = "Bearer of this test";
const collector = await fakeCollector(TOKEN);
const { instance, fileOf, get, send, reaches, overview, eventsOf, until, untilAllUp } = runningSkylane({
  seed: 23,
  // the hub learns once a minute of what an agent sees to be well
  patienceMs: 100_000,
  configure(shipped) {
    const raw = parse(shipped);
    return JSON.stringify({
      ...raw,
      thresholds: { probeIntervalMs: "500 ms" },
      telemetry: { otlpEndpoint: collector.url, headerSecrets: { authorization: "otlp-token" } },
      vantages: raw.vantages.map((one: { id: string }) => (one.id === "us-east-1" ? { ...one, runsAs: "agent" } : one)),
      groups: raw.groups.map((group: object) => ({ ...group, failback: { stableWindowMs: "2 seconds" } })),
    });
  },
  env: { SKYLANE_SECRET_OTLP_TOKEN: TOKEN },
});

/** The vantage in us-east-1 is a third process: neither the world nor the controller. */
let agent: ChildProcess;
beforeAll(async () => {
  const { awsUrl, socksUrl, configFile } = instance().info;
  const bin = join(import.meta.dirname, "../../packages/cli/bin/skylane.mjs");
  agent = spawn(process.execPath, [bin, "agent", "--vantage", "us-east-1", "--config", configFile, "--hub", awsUrl], {
    env: {
      ...process.env,
      ALL_PROXY: socksUrl,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "SIM",
      AWS_SECRET_ACCESS_KEY: "SIM",
    },
    stdio: "ignore",
  });
  await untilAllUp();
}, 200_000);
afterAll(async () => {
  agent?.kill();
  await collector.close();
});

const cut = (connectionId: string) => send("POST", "/lab/faults", { kind: "blackhole", target: { connectionId } });
const incidentOf = async (groupId: string) => (await overview()).incidents.find((one) => one.groupId === groupId);
const traceOf = async (id: unknown) => IncidentTraceView.parse(await get(`/v1/incidents/${id}/trace`));
const exported = (traceId: string | undefined) =>
  collector.requests.filter(({ spans }) => spans.some((span) => span.traceId === traceId));

describe("the trace of an incident", { timeout: 220_000 }, () => {
  it("a path that an agent sees fail leaves one trace, from the probe that was lost to the proof, over all processes and clouds", async () => {
    await cut("dx-use1-1");
    await until(async () => expect((await incidentOf("use1-dc1"))?.status).toBe("moved"));
    const incident = await incidentOf("use1-dc1");
    await until(async () => expect((await traceOf(incident?.id)).traces[0]?.spans.length).toBeGreaterThan(20));
    const { traces, droppedSpanCount } = await traceOf(incident?.id);
    const [move] = traces;
    const spans = move?.spans ?? [];
    const named = (name: string) => spans.filter((span) => span.name === name);
    const parentOf = (id: string | undefined) => spans.find(({ spanId }) => spanId === id);

    expect(droppedSpanCount).toBe(0);
    // it begins with what the agent saw, and knows where that is
    expect(spans[0]).toMatchObject({ name: "detect", depth: 0, cloud: "aws" });
    expect(spans[0]?.attributes).toMatchObject({ "skylane.vantage.id": "us-east-1", "skylane.path.state": "down" });
    const lost = spans.filter(({ name, parentSpanId }) => name === "probe" && parentSpanId === spans[0]?.spanId);
    expect(lost).toHaveLength(3);
    expect(lost.map(({ isError, attributes }) => [isError, attributes["error.type"]])).toEqual(
      lost.map(() => [true, "timeout"]),
    );
    // every step is below the decision, which is below what was seen
    const steps = ["check-guards", "acquire-lease", "snapshot-routes", "apply-change", "read-back", "prove-traffic"];
    for (const step of [...steps, "record-outcome"]) {
      expect(named(step), step).not.toEqual([]);
      for (const { parentSpanId } of named(step)) expect(parentOf(parentSpanId)?.name).toBe("failover start");
    }
    expect(parentOf(named("failover start")[0]?.parentSpanId)?.name).toBe("consider-failover");
    expect(parentOf(named("consider-failover")[0]?.parentSpanId)?.name).toBe("detect");
    // one change per side, each with the requests that made it
    const changes = spans.filter(({ name }) => name.endsWith(" apply"));
    expect(changes.map(({ cloud }) => cloud).sort()).toEqual(["aws", "onprem"]);
    for (const { spanId } of changes)
      expect(spans.filter((span) => span.parentSpanId === spanId && span.attributes["server.address"])).not.toEqual([]);
    expect(named("failover.completed.v1 publish")).toHaveLength(1);
  });

  it("what is exported is what is kept, one request with the header's secret, as OTLP has it", async () => {
    const incident = await incidentOf("use1-dc1");
    const [move] = (await traceOf(incident?.id)).traces;
    await until(async () => expect(exported(move?.traceId)).toHaveLength(1));

    const sent = exported(move?.traceId).flatMap(({ spans }) => spans);
    expect(collector.problems).toEqual([]);
    expect(new Set(sent.map(({ traceId }) => traceId))).toEqual(new Set([move?.traceId]));
    expect(sent.map(({ spanId }) => spanId).sort()).toEqual(move?.spans.map(({ spanId }) => spanId).sort());
    expect(sent.map(({ name }) => name)).toContain("record-outcome");
    const completed = (await eventsOf("failover.completed.v1")).find(({ event }) => event.subject === incident?.id);
    expect(completed?.event.traceparent).toContain(`-${move?.traceId}-`);
  });

  it("every line that is logged on the way says which trace and which incident it is of", async () => {
    const incident = await incidentOf("use1-dc1");
    const [move] = (await traceOf(incident?.id)).traces;
    const lines = readFileSync(fileOf("data/skylane.log"), "utf8")
      .split("\n")
      .flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Record<string, unknown>] : []));
    const about = lines.filter(({ traceId }) => traceId === move?.traceId);
    const inSteps = about.filter(({ execution }) => execution === incident?.id);

    expect(about.map(({ message }) => message)).toEqual(
      expect.arrayContaining(["failover considered", "failover decided", "route change applied", "failover outcome"]),
    );
    expect(new Set(inSteps.map(({ incidentId }) => incidentId))).toEqual(new Set([incident?.id]));
    expect(about.filter(({ spanId }) => typeof spanId !== "string")).toEqual([]);
    expect(lines.filter((line) => JSON.stringify(line).includes(TOKEN))).toEqual([]);
  });

  it("a collector that answers nothing holds up no move: it is asked when the move is over", async () => {
    collector.become("is silent");
    await cut("dx-usw2-1");
    await until(async () => expect((await incidentOf("usw2-dc2"))?.status).toBe("moved"));
    const incident = await incidentOf("usw2-dc2");
    const [move] = (await traceOf(incident?.id)).traces;
    await until(async () => expect(exported(move?.traceId)).not.toEqual([]));

    const completed = (await eventsOf("failover.completed.v1")).find(({ event }) => event.subject === incident?.id);
    expect(exported(move?.traceId)[0]?.atMs).toBeGreaterThanOrEqual(Date.parse(completed?.event.time ?? ""));
  });

  it("the way back is a trace of its own, of the same incident", async () => {
    collector.become("takes");
    await send("DELETE", "/lab/faults");
    await until(async () => expect((await incidentOf("usw2-dc2"))?.status).toBe("failed-back"));
    const incident = await incidentOf("usw2-dc2");
    const names = async () => (await traceOf(incident?.id)).traces[1]?.spans.map(({ name }) => name) ?? [];
    await until(async () => expect(await names()).toContain("record-outcome"));

    const { traces } = await traceOf(incident?.id);
    expect(traces).toHaveLength(2);
    expect(await names()).toEqual(
      expect.arrayContaining(["detect", "check-failback", "restore-change", "prove-traffic"]),
    );
    await until(async () => expect(exported(traces[1]?.traceId)).toHaveLength(1));
  });

  it("a move that a person orders begins with the order; a collector that is too busy is asked again, and what it does not take is counted", async () => {
    collector.become("is busy");
    const { incidentId } = (await send("POST", "/v1/failovers", { groupId: "usw2-dc2" })).body;
    await reaches(incidentId, "moved");
    const [ordered] = (await traceOf(incidentId)).traces;

    expect(ordered?.spans[0]).toMatchObject({ name: "order-failover", depth: 0 });
    await until(async () => expect(exported(ordered?.traceId)).toHaveLength(3));
    await until(async () =>
      expect(readFileSync(fileOf("data/skylane.log"), "utf8")).toMatch(
        /"message":"spans not exported".*"spanCount":\d+.*ERR_COLLECTOR_UNAVAILABLE/,
      ),
    );
  });

  it("says of an incident that nobody knows that there is none", async () => {
    expect(await send("GET", "/v1/incidents/fo-nowhere-1/trace")).toMatchObject({
      status: 404,
      body: { error: { code: "ERR_INCIDENT_MISSING" } },
    });
  });
});

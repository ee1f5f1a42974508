import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Incident, IncidentRecord } from "@skylane/core";
import { postIncidentFacts, showIncidentRecord } from "@skylane/engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkNarration } from "../../packages/engine/src/paths/narrate/index.ts";
import { aConfig, rawConfig } from "../support/builders.ts";
import { incidentOf, recordSources } from "../support/incident-record.ts";
import { memoryDeps } from "../support/memory-deps.ts";
import { lostBetween, recordedPast } from "../support/recorded-past.ts";

const MINUTE = 60_000;
let folder: string;

/** The command line, with its exit code. */
function skylane(...args: readonly string[]): { readonly code: number; readonly out: string; readonly err: string } {
  const bin = join(import.meta.dirname, "../../packages/cli/bin/skylane.mjs");
  try {
    return {
      code: 0,
      out: execFileSync(process.execPath, [bin, ...args], { encoding: "utf8", stdio: "pipe" }),
      err: "",
    };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, out: stdout, err: stderr };
  }
}

/** The record of the incident as the API gives it. */
async function recordOf(incident: Incident, price?: number): Promise<IncidentRecord> {
  const { plan, events } = await recordSources();
  const config = aConfig((raw) => ({ ...raw, flows: raw.flows.map((flow) => ({ ...flow, monthlyGb: 7_300 })) }));
  const deps = memoryDeps(config);
  await deps.incidents.save(incident);
  if (plan) await deps.plans.save(plan);
  for (const event of events) await deps.eventLog.append(event);
  const estimates = {
    ...deps.estimates,
    transferUsdPerGb: (kind: string) => (price === undefined ? undefined : kind === "vpn" ? price : 0.02),
  };
  return showIncidentRecord({ ...deps, estimates }, incident.id);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "skylane-replay-"));
  const isLost = (pathId: string, atMs: number): boolean =>
    lostBetween("dx", 10 * MINUTE + 10_000, 13 * MINUTE)(pathId, atMs) ||
    lostBetween("dx", 2 * MINUTE + 50_000, 2 * MINUTE + 52_000)(pathId, atMs);
  const { events } = await recordedPast(aConfig(), { minutes: 25, isLost, jitterMs: 3 });
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write("events.jsonl", `${events.map((event) => JSON.stringify(event)).join("\n")}\n{"type":"something.else.v9"}\n`);
  write("broken.jsonl", `${JSON.stringify(events[0])}\nnot json\n`);
  write("wrong.jsonl", `{"type":"health.snapshot-taken.v1"}\n`);
  write("none.jsonl", "");
  write("skylane.yaml", JSON.stringify(rawConfig()));
  write("whole.yaml", JSON.stringify({ ...rawConfig(), estate: "other", thresholds: { failuresToDownCount: 5 } }));
  write("quick.yaml", "thresholds: { failuresToDownCount: 2 }\n");
  write("typo.yaml", "thresholds: { failuresToDown: 2 }\n");
  write("group.yaml", "groups: [{ id: nowhere, failback: { mode: manual } }]\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const replayed = (events: string, policy: string, ...more: readonly string[]) =>
  skylane(
    "failover",
    "replay",
    ...["--events", join(folder, events), "--config", join(folder, "skylane.yaml"), "--policy", join(folder, policy)],
    ...more,
  );

describe("incidents, told and replayed", { timeout: 60_000 }, () => {
  it.each<[string, Partial<Incident>, number | undefined]>([
    ["a move that costs more", {}, 0.09],
    ["a move that costs less", {}, 0.001],
    ["a move whose price is not known", {}, undefined],
    ["a move back", { status: "failed-back" }, 0.09],
    ["a repair by routing", { status: "repaired-by-routing" }, 0.09],
    ["a refusal", { status: "refused" }, 0.09],
    ["a move that was undone", { status: "rolled-back" }, undefined],
    ["one that needs a person", { status: "needs-human" }, undefined],
    ["an order of a person", { trigger: { kind: "manual", pathId: incidentOf().fromPathId } }, 0.09],
  ])("says nothing of %s that its facts do not say", async (_, more, price) => {
    const facts = postIncidentFacts(await recordOf(incidentOf(more), price));

    expect([facts.text, checkNarration(facts.text, facts)]).toEqual([facts.text, { isTrue: true }]);
    expect(checkNarration("From the first bad probe to the proof it took 1.1 s.", facts)).toMatchObject({
      isTrue: false,
    });
  });

  it("writes a record that its own schema accepts, as it comes out of the API", async () => {
    const record = await recordOf(incidentOf(), 0.09);

    expect(IncidentRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
    expect(record.cost.extraDailyUsd).toBeCloseTo(2 * 240 * 0.07, 6);
  });

  it("replays a file under the present and a new policy, side by side", () => {
    const { code, out } = replayed("events.jsonl", "quick.yaml");
    const json = JSON.parse(replayed("events.jsonl", "quick.yaml", "--json").out);

    expect(code).toBe(0);
    expect(out).toMatch(/present +new/);
    expect(out).toMatch(/moves +1 +2/);
    expect(out).toContain("new moves 1.0 s earlier");
    expect(json.policies.map(({ moves }: { moves: unknown[] }) => moves.length)).toEqual([1, 2]);
    expect(json.differences).toMatchObject([{ kind: "only-second" }, { kind: "earlier" }]);
  });

  it("takes a whole configuration, and says what of it is not replayed", () => {
    const { out } = replayed("events.jsonl", "whole.yaml");

    expect(out).toContain("new moves 2.0 s later");
    expect(out).toContain("Not replayed, for the past has it as it is now: estate of the new file.");
  });

  it.each([
    ["a line that is no JSON", "broken.jsonl", "quick.yaml", "broken.jsonl, line 2 is no JSON"],
    ["an event that is none", "wrong.jsonl", "quick.yaml", "wrong.jsonl, line 1 is no event of this version"],
    ["a file without health", "none.jsonl", "quick.yaml", "There is no health in these events"],
    ["a file that is not there", "gone.jsonl", "quick.yaml", "Cannot read"],
    ["a policy with a key nobody knows", "events.jsonl", "typo.yaml", "failuresToDown"],
    ["a policy for a group nobody knows", "events.jsonl", "group.yaml", 'names the group "nowhere"'],
  ])("explains %s, and ends with 2", (_, events, policy, says) => {
    const { code, err } = replayed(events, policy);

    expect(code).toBe(2);
    expect(err).toContain(says);
  });

  it("explains a duration that is none, and a way of asking that means nothing", () => {
    expect(replayed("events.jsonl", "quick.yaml", "--back-within", "soon").err).toContain(
      "--back-within must be a duration",
    );
    expect(replayed("events.jsonl", "quick.yaml", "--since", "24h").err).toContain("a file is replayed whole");
  });
});

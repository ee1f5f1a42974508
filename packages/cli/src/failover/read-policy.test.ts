import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { presentPolicy, readPolicy } from "./read-policy.ts";

const present = aConfig((raw) => ({ ...raw, thresholds: { successesToUpCount: 5 }, failover: { on: ["degraded"] } }));
let folder: string;
const read = (text: string) => {
  const file = join(folder, "new.yaml");
  writeFileSync(file, text);
  return readPolicy(file, present);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "skylane-policy-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("cli/failover/read-policy", () => {
  it("leaves what a fragment does not name as it is now, and not as a new file would have it", () => {
    const { policy, leftOut } = read(
      "thresholds: { failuresToDownCount: 7 }\ngroups: [{ id: g, failback: { mode: manual } }]",
    );
    const now = presentPolicy(present);

    expect(policy.thresholds).toEqual({ ...now.thresholds, failuresToDownCount: 7 });
    expect(policy.thresholds.successesToUpCount).toBe(5);
    expect(policy.failover).toEqual(now.failover);
    expect(policy.failback.get("g")).toEqual({ mode: "manual", stableWindowMs: 300_000 });
    expect(leftOut).toEqual([]);
  });

  it("reads durations as people write them", () => {
    const { policy } = read("groups: [{ id: g, failback: { stableWindowMs: 10 minutes } }]");

    expect(policy.failback.get("g")).toEqual({ mode: "auto", stableWindowMs: 600_000 });
  });

  it.each([
    ["a key that a replay cannot vary", "networks: []", "networks"],
    ["a group's automation", "groups: [{ id: g, automation: act, failback: {} }]", "automation"],
    ["a value out of its range", "thresholds: { failuresToDownCount: 0 }", "thresholds.failuresToDownCount"],
    [
      "a limit that is above the one it must be below",
      "failover: { flapReuse: 9000, flapSuppress: 8000 }",
      "flapReuse",
    ],
    ["a list", "- 1", "it must be a mapping"],
    ["nothing", "{}", "says nothing"],
    ["no YAML", "a: [", "Cannot read the policy"],
  ])("explains %s", (_, text, says) => {
    expect(() => read(text)).toThrow(says);
  });
});

import { describe, expect, it } from "vitest";
import { rawConfig } from "../../../../test/support/builders.ts";
import { parseConfig } from "./parse-config.ts";

const drill = { id: "monthly", over: { groupIds: ["g"] }, kind: "reroute", targetRtoMs: "5 seconds" };
const parsed = (one: object, change: (raw: ReturnType<typeof rawConfig>) => object = (raw) => raw) =>
  parseConfig({ ...change(rawConfig()), drills: [one] }, "skylane.yaml").drills[0];
const advising = (raw: ReturnType<typeof rawConfig>) => ({
  ...raw,
  groups: raw.groups.map((group) => ({ ...group, automation: "advise" })),
});

describe("core/config/drills", () => {
  it("fills in what a drill does not say", () => {
    expect(parsed(drill)).toMatchObject({
      maxDurationMs: 600_000,
      holdMs: 60_000,
      restMs: 1_800_000,
      abort: { maxLossRatio: 0.5, windowMs: 30_000 },
      targetRtoMs: 5_000,
    });
  });

  it.each([
    ["an unknown key", { ...drill, force: true }, `Unrecognized key: "force"`],
    [
      "a group nobody declared",
      { ...drill, over: { groupIds: ["nope"] } },
      `names group "nope", which is not declared`,
    ],
    [
      "a Region without a network",
      { ...drill, over: { regionId: "mars-1" } },
      `names "mars-1", in which no network is declared`,
    ],
    [
      "a target for a group nobody declared",
      { ...drill, targetRtoMsByGroup: { nope: "1 second" } },
      `names group "nope"`,
    ],
    ["an official test of a group that has none", { ...drill, kind: "official" }, "of which no path has a faultTest"],
    [
      "a rate without a window",
      { ...drill, schedule: { expression: "rate(30 days)" } },
      "without a window it may begin at any hour",
    ],
    ["a schedule that is none", { ...drill, schedule: { expression: "monthly" } }, "must be rate(30 days) or cron("],
    [
      "a time zone that is none",
      { ...drill, window: { timeZone: "Mars/Base", from: "01:00", to: "02:00" } },
      "must be a time zone such as Europe/Berlin",
    ],
    [
      "a window that never opens",
      { ...drill, window: { timeZone: "UTC", from: "01:00", to: "01:00" } },
      "name a window that is open",
    ],
    [
      "a time that is none",
      { ...drill, window: { timeZone: "UTC", from: "24:00", to: "01:00" } },
      "must be a time of day such as 02:30",
    ],
    ["a drill without an end", { ...drill, maxDurationMs: "3 hours" }, "must be between 2 and 14 minutes"],
    ["no time left to come back", { ...drill, holdMs: "9 minutes" }, "leaves no minute of maxDurationMs to come back"],
    ["a target of nothing", { ...drill, targetRtoMs: "0 ms" }, "must be more than 0"],
  ])("refuses %s, and says what is wrong", (_, one, text) => {
    expect(() => parsed(one)).toThrow(text);
  });

  it("refuses a group that Skylane may not move, and an id that is used twice", () => {
    expect(() => parsed(drill, advising)).toThrow(`names group "g" at "advise"; a drill moves traffic`);
    expect(() => parseConfig({ ...rawConfig(), drills: [drill, drill] }, "skylane.yaml")).toThrow(
      `"monthly" is used twice`,
    );
  });

  it("takes groups that only advise as long as no drill names them", () => {
    expect(parsed({ ...drill, over: "all" }, advising)?.over).toBe("all");
  });
});

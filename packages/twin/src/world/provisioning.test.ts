import { describe, expect, it } from "vitest";
import { provisioning } from "./provisioning.ts";

describe("twin/world/provisioning", () => {
  it("makes half an hour three seconds, and takes all of it where it is told to", () => {
    const pace = provisioning(() => 0);

    expect(pace.begin(30 * 60_000)).toBe(3_000);
    pace.setSpeed(1);
    expect(pace.begin(30 * 60_000)).toBe(30 * 60_000);
  });

  it("counts what ran at the same time once in what a caller had to wait for", () => {
    let nowMs = 0;
    const pace = provisioning(() => nowMs);
    pace.begin(600_000);
    nowMs = 500;
    pace.begin(600_000);
    nowMs = 5_000;
    pace.begin(600_000);
    nowMs = 10_000;

    expect(pace.sofar()).toEqual({ speed: 600, operationCount: 3, totalMs: 3_000, busyMs: 2_500, realMs: 1_800_000 });
  });

  it("counts of what is under way only what has passed", () => {
    let nowMs = 0;
    const pace = provisioning(() => nowMs);
    pace.begin(600_000);
    nowMs = 400;

    expect(pace.sofar().busyMs).toBe(400);
    pace.reset();
    expect(pace.sofar()).toMatchObject({ operationCount: 0, busyMs: 0 });
  });
});

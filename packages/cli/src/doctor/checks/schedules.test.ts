import { wantedSchedules } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { judgeSchedules } from "./schedules.ts";

const wanted = wantedSchedules(aConfig(), "us-east-1");
const found = wanted.map(({ name, target }) => ({
  name,
  isEnabled: true,
  targetArn: `arn:aws:lambda:us-east-1:111122223333:function:skylane-${target}`,
}));

describe("cli/doctor/checks/schedules", () => {
  it("has nothing against the schedules of the configuration, nor against others beside them", () => {
    expect(judgeSchedules(wanted, [...found, { name: "mine", isEnabled: false, targetArn: "" }])).toEqual([]);
  });

  it.each([
    ["is missing", found.filter(({ name }) => name !== "watch-overrides"), "watch-overrides never runs"],
    ["is off", found.map((one) => ({ ...one, isEnabled: one.name !== "watch-overrides" })), "switched off"],
    [
      "leads elsewhere",
      found.map((one) => (one.name === "watch-overrides" ? { ...one, targetArn: "arn:aws:sqs:::q" } : one)),
      "does not lead to watch-overrides",
    ],
  ])("fails when one %s", (_, there, text) => {
    expect(judgeSchedules(wanted, there)).toMatchObject([{ outcome: "failed", seen: expect.stringContaining(text) }]);
  });
});

import { describe, expect, it } from "vitest";
import { aConfig, withSchedules } from "../../../../test/support/builders.ts";
import { scheduledFunctions, wantedSchedules } from "./wanted-schedules.ts";

const named = (schedules: ReturnType<typeof wantedSchedules>, start: string) =>
  schedules.filter(({ name }) => name.startsWith(start));

describe("core/deployment/wanted-schedules", () => {
  it("tries nothing again that comes back within a minute, and what comes seldom a few times", () => {
    for (const { name, rate, retryCount, maxAgeSeconds } of wantedSchedules(aConfig(), "us-east-1"))
      expect([retryCount, maxAgeSeconds], name).toEqual(rate.includes("minute") ? [0, 60] : [3, 900]);
  });

  it("calls the functions that are listed, each of them where the configuration has something for it", () => {
    const everything = aConfig((raw) => ({
      ...raw,
      ...withSchedules,
    }));

    expect(new Set(wantedSchedules(everything, "us-east-1").map(({ target }) => target))).toEqual(
      new Set(scheduledFunctions),
    );
  });

  it("leaves a vantage to the function in its own cloud, where there is one", () => {
    const config = aConfig();

    expect(named(wantedSchedules(config, "us-east-1"), "probe-burst-")).not.toEqual([]);
    expect(named(wantedSchedules(config, "us-east-1", ["aws"]), "probe-burst-")).toEqual([]);
  });

  it("leaves a cloud to the function in it, where there is one", () => {
    const config = aConfig();

    expect(named(wantedSchedules(config, "us-east-1"), "discover-aws")).not.toEqual([]);
    expect(named(wantedSchedules(config, "us-east-1", ["aws"]), "discover-aws")).toEqual([]);
  });

  it("looks at each declared cloud once an hour", () => {
    const config = aConfig();

    expect(named(wantedSchedules(config, "us-east-1"), "discover-").map(({ input }) => input.cloud)).toEqual(
      Object.keys(config.clouds),
    );
  });
});

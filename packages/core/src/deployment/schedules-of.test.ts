import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { schedules } from "./manifest.ts";
import { schedulesOf } from "./schedules-of.ts";

const namesOf = (config: Parameters<typeof schedulesOf>[0], regionId: string): readonly string[] =>
  schedulesOf(config, regionId).map(({ name }) => name);

describe("core/deployment/schedules-of", () => {
  it("has the fixed ones, and a burst for each vantage that a function probes from", () => {
    const config = aConfig();
    const isAgent = { ...config, vantages: config.vantages.map((one) => ({ ...one, runsAs: "agent" as const })) };

    expect(namesOf(config, "us-east-1")).toEqual(
      expect.arrayContaining([...schedules.map(({ name }) => name), `probe-burst-${config.vantages[0]?.id}`]),
    );
    expect(namesOf(isAgent, "us-east-1").filter((name) => name.startsWith("probe-burst"))).toEqual([]);
  });

  it("looks at each cloud that is configured, and at no other", () => {
    const config = { ...aConfig(), clouds: { azure: { accounts: [{ id: "sub", regions: ["eastus"] }] } } };

    expect(namesOf(config, "us-east-1").filter((name) => name.startsWith("discover-"))).toEqual(["discover-azure"]);
  });
});

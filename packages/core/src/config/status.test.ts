import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { wantedSchedules } from "../deployment/wanted-schedules.ts";

const withStatus = (status: unknown) => aConfig((raw) => ({ ...raw, status }));

describe("core/config/status", () => {
  it("has no status page, and writes none, unless it is named", () => {
    expect(aConfig().status).toBeUndefined();
    expect(wantedSchedules(aConfig(), "us-east-1").map(({ name }) => name)).not.toContain("publish-status");
  });

  it("is written every five minutes, under a title that says nothing of the estate", () => {
    const config = withStatus({ components: [{ name: "Shop", groupIds: ["g"] }] });

    expect(config.status).toEqual({ title: "Network status", components: [{ name: "Shop", groupIds: ["g"] }] });
    expect(wantedSchedules(config, "us-east-1").find(({ name }) => name === "publish-status")).toMatchObject({
      rate: "rate(5 minutes)",
      target: "publish-status",
      retryCount: 0,
    });
  });

  it.each([
    [{}, "status.components"],
    [{ components: [] }, "status.components"],
    [{ components: [{ name: " ", groupIds: ["g"] }] }, "status.components"],
    [{ components: [{ name: "Shop", groupIds: [] }] }, "status.components"],
    [{ components: [{ name: "Shop", groupIds: ["nope"] }] }, 'names "nope", which is not declared'],
    [{ components: [{ name: "Shop", groupIds: ["g", "g"] }] }, '"g" is in a component already'],
    [
      {
        components: [
          { name: "Shop", groupIds: ["g"] },
          { name: "Shop", groupIds: ["g"] },
        ],
      },
      '"Shop" is the name of two components',
    ],
    [{ components: [{ name: "Shop", groupIds: ["g"], script: "x" }] }, "script"],
  ])("refuses %j", (status, says) => {
    expect(() => withStatus(status)).toThrow(says);
  });
});

import { wantedSchedules } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../test/support/builders.ts";
import { deliveryTo } from "./delivery.ts";

const schedules = wantedSchedules(aConfig(), "us-east-1");

describe("infra/delivery", () => {
  it.each([
    ["a burst, which is stale in a minute", "probe-burst", { isAsync: true, maxAgeSeconds: 60, retryCount: 0 }],
    [
      "the watchdog, which comes again in a minute",
      "watch-overrides",
      { isAsync: true, maxAgeSeconds: 60, retryCount: 0 },
    ],
    ["an order, for two minutes", "consider-failover", { isAsync: true, maxAgeSeconds: 120, retryCount: 2 }],
    ["a look at a cloud, once an hour", "discover-cloud", { isAsync: true, maxAgeSeconds: 900, retryCount: 2 }],
    ["a record, for as long as Lambda keeps it", "store-plan", { isAsync: true, maxAgeSeconds: 21_600, retryCount: 2 }],
    [
      "what a rule and a schedule call, by the longer of the two",
      "optimise-paths",
      { isAsync: true, maxAgeSeconds: 3_600, retryCount: 2 },
    ],
    ["a step of a workflow, which is waited for", "apply-change", { isAsync: false, maxAgeSeconds: 60, retryCount: 0 }],
    ["a route, which is waited for", "list-flows", { isAsync: false, maxAgeSeconds: 60, retryCount: 0 }],
  ] as const)("hands on %s", (_, name, expected) => {
    expect(deliveryTo(name, schedules)).toEqual(expected);
  });
});

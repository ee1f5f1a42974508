import { deploymentNames } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { parseExpression } from "../scheduler/expression.ts";
import type { Scheduler } from "../scheduler/index.ts";
import { provisionSchedules } from "./provision.ts";

const account = { regionId: "us-east-1", accountId: "111122223333", names: deploymentNames("skylane") };
/** Names of the bursts that are scheduled after `old` was and `vantages` are wanted. */
const burstsAfter = (vantages: readonly object[], old: readonly string[] = []): string[] => {
  const there = new Set(old);
  const scheduler: Pick<Scheduler, "put" | "names" | "remove"> = {
    put: (name) => void there.add(name),
    names: () => [...there],
    remove: (name) => void there.delete(name),
  };
  provisionSchedules(
    scheduler as Scheduler,
    aConfig((raw) => ({ ...raw, vantages })),
    account,
  );
  return [...there].filter((name) => name.startsWith("probe-burst-"));
};

describe("local/host/provision", () => {
  it("schedules a burst for each vantage, but not where an agent probes", () => {
    const vantages = [
      { id: "v1", networkId: "cloud-net" },
      { id: "v2", networkId: "site-net", runsAs: "agent" },
    ];

    expect(burstsAfter(vantages)).toEqual(["probe-burst-v1"]);
  });

  it("leaves a vantage in the other Region to that Region's stack", () => {
    const there = new Set<string>();
    const scheduler = { put: (name: string) => void there.add(name), names: () => [...there], remove: () => undefined };
    const config = aConfig((raw) => ({ ...raw, regions: { home: "us-east-1", standby: "us-west-2" } }));

    provisionSchedules(scheduler as unknown as Scheduler, config, { ...account, regionId: "us-west-2" });
    const inStandby = [...there];
    provisionSchedules(scheduler as unknown as Scheduler, config, account);

    expect(inStandby).not.toContain("probe-burst-v1");
    expect(inStandby).toContain("hold-region");
    expect([...there]).toContain("probe-burst-v1");
  });

  it("takes the schedule away from a vantage that an agent takes over", () => {
    const vantages = [{ id: "v1", networkId: "cloud-net", runsAs: "agent" }];

    expect(burstsAfter(vantages, ["probe-burst-v1", "probe-burst-gone"])).toEqual([]);
  });

  it("schedules a drill as it is configured, in its time zone, and none that only people order", () => {
    const put = new Map<string, unknown>();
    const scheduler = {
      put: (name: string, body: unknown) => void put.set(name, body),
      names: () => [],
      remove: () => undefined,
    };
    const drill = { over: "all", kind: "reroute", targetRtoMs: "5 seconds" };
    const schedule = { expression: "cron(30 2 ? * 1#1 *)", timeZone: "Europe/Berlin" };

    provisionSchedules(
      scheduler as unknown as Scheduler,
      aConfig((raw) => ({
        ...raw,
        drills: [
          { ...drill, id: "monthly", schedule },
          { ...drill, id: "by-hand" },
        ],
      })),
      account,
    );

    expect([...put.keys()].filter((name) => name.startsWith("drill-"))).toEqual(["drill-monthly"]);
    expect(put.get("drill-monthly")).toMatchObject({
      ScheduleExpression: schedule.expression,
      ScheduleExpressionTimezone: schedule.timeZone,
      Target: { Input: `{"drillId":"monthly","scheduledTime":"<aws.scheduler.scheduled-time>"}` },
    });
    // the first Sunday of January 2027, 02:30 in Berlin
    expect(
      new Date(parseExpression(schedule.expression, schedule.timeZone).nextAfter(Date.UTC(2027, 0, 1)) ?? 0),
    ).toEqual(new Date("2027-01-03T01:30:00Z"));
  });
});

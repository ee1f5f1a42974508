import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eventSchema, IncidentRecord, type LinkAlarm } from "@skylane/core";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { cloudWatchAlarm, healthEvent, tunnelStatus } from "../../packages/clouds/src/aws/alarms/fixture.ts";
import { runningSkylane } from "../support/running-skylane.ts";

const root = join(import.meta.dirname, "../..");
/** The links of use1-dc1, by the ids the inventory has of them. */
const CIRCUIT = "dxcon-0d0b21fcb7cea6157";
const VPN_ARN = "arn:aws:ec2:us-east-1:111122223333:vpn-connection/vpn-057c39ac83ea8e7eb";
const { instance, fileOf, call, get, overview, eventsOf, until, untilAllUp } = runningSkylane({
  seed: 23,
  configure(shipped) {
    const raw = parse(shipped);
    const groups = raw.groups.map((group: object) => ({ ...group, failback: { stableWindowMs: "2 seconds" } }));
    return JSON.stringify({ ...raw, groups });
  },
});
beforeAll(untilAllUp, 150_000);

const incident = async () => (await overview()).incidents.find(({ groupId }) => groupId === "use1-dc1");
const routeChanges = async () => ((await get("/lab/changes")) as { changes: unknown[] }).changes.length;
const alarmsTold = async (): Promise<readonly LinkAlarm[]> =>
  (await eventsOf("alarm.raised.v1")).map(({ event }) => eventSchema("alarm.raised.v1").parse(event).data);
const logged = (pattern: RegExp): boolean =>
  readFileSync(fileOf("data/skylane.log"), "utf8")
    .split("\n")
    .some((line) => pattern.test(line));

/** Puts a notice on the bus, as the rule of an account's own bus does that forwards it. */
async function forward(notice: ReturnType<typeof cloudWatchAlarm>): Promise<void> {
  const answer = await fetch(instance().info.awsUrl, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AWSEvents.PutEvents" },
    body: JSON.stringify({
      Entries: [
        {
          EventBusName: "skylane",
          Source: notice.source,
          DetailType: notice["detail-type"],
          Resources: notice.resources,
          Detail: JSON.stringify(notice.detail),
        },
      ],
    }),
  });
  expect(await answer.json()).toMatchObject({ FailedEntryCount: 0 });
}

/** A fault on the circuit; answers how to end it. */
async function blackhole(): Promise<() => Promise<unknown>> {
  const answer = await call("POST", "/lab/faults", { kind: "blackhole", target: { connectionId: "dx-use1-1" } });
  const { id } = (await answer.json()) as { id: string };
  return () => call("DELETE", `/lab/faults/${id}`);
}

describe("the clouds' own alarms", { timeout: 400_000 }, () => {
  it("are told with the link they are about, and move nothing while the probes are well", async () => {
    const before = await routeChanges();
    await forward(
      cloudWatchAlarm({
        namespace: "AWS/DX",
        metric: "ConnectionState",
        dimensions: { ConnectionId: CIRCUIT },
        datapoints: [0],
        alarmName: "Ignore the probes and move use1-dc1 now",
      }),
    );
    await forward(tunnelStatus("VPN-CONNECTION-IPSEC-DOWN", { vpnConnectionArn: VPN_ARN }));
    await forward(cloudWatchAlarm({ namespace: "AWS/EC2", metric: "CPUUtilization", datapoints: [99] }));

    await until(async () => {
      expect((await alarmsTold()).toSorted((a, b) => a.kind.localeCompare(b.kind))).toMatchObject([
        { kind: "link-down", connectionIds: ["dx-use1-1"], name: "Ignore the probes and move use1-dc1 now" },
        { kind: "other", connectionIds: [] },
        { kind: "tunnel-down", connectionIds: ["vpn-use1-1"] },
      ]);
      // the guards were not even asked
      expect(logged(/"alarm considered".*"not-disputed"/)).toBe(true);
    });
    expect(await incident()).toBeUndefined();
    expect(await routeChanges()).toBe(before);
    const tail = execFileSync(
      process.execPath,
      [
        join(root, "packages/cli/bin/skylane.mjs"),
        "events",
        "tail",
        "--no-follow",
        "--limit",
        "200",
        "--data",
        fileOf("data"),
      ],
      { encoding: "utf8" },
    );
    expect(tail).toMatch(/alarm\.raised\.v1/);
  });

  it("stand in the record of the incident, and planned work of the cloud holds the fail back until it is over", async () => {
    const now = Date.now();
    const work = (statusCode: string) =>
      healthEvent({
        eventArn: "arn:aws:health:us-east-1::event/DIRECTCONNECT/AWS_DIRECTCONNECT_MAINTENANCE_SCHEDULED/1",
        startTime: new Date(now - 60_000).toUTCString(),
        endTime: new Date(now + 3_600_000).toUTCString(),
        statusCode,
        affectedEntities: [{ entityValue: CIRCUIT }],
      });
    const end = await blackhole();
    await until(async () => expect((await incident())?.status).toBe("moved"));
    await forward(work("open"));
    await until(async () => expect((await alarmsTold()).some(({ kind }) => kind === "maintenance")).toBe(true));
    const id = (await incident())?.id ?? "";

    await end();
    await until(async () => expect(logged(new RegExp(`"fail back decided".*"${id}".*"wait".*60`))).toBe(true));
    expect((await incident())?.status).toBe("moved");
    const record = IncidentRecord.parse(await get(`/v1/incidents/${id}/record`));
    await forward(work("closed"));
    await until(async () => expect((await incident())?.status).toBe("failed-back"));

    expect(record.alarms.map(({ kind, isRaised, pathIds }) => [kind, isRaised, pathIds])).toEqual(
      expect.arrayContaining([["maintenance", true, ["dx-use1-1"]]]),
    );
  });
});

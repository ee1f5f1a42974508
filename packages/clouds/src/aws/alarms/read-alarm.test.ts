import { CloudAlarm, fnv1a64 } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { alarmArn, cloudWatchAlarm, healthEvent, tunnelStatus } from "./fixture.ts";
import { readAwsAlarm } from "./read-alarm.ts";

const AT_MS = Date.parse("2026-11-21T14:00:00Z");

describe("clouds/aws/alarms", () => {
  it("reads an alarm of CloudWatch on the state of a VPN", () => {
    expect(CloudAlarm.parse(readAwsAlarm(cloudWatchAlarm({ datapoints: [0] })))).toEqual({
      cloud: "aws",
      alarmId: `${alarmArn.replace(" ", "_")}~${fnv1a64(alarmArn)}`,
      kind: "tunnel-down",
      isRaised: true,
      atMs: AT_MS,
      name: "vpn-use1-1 down",
      resourceIds: ["vpn-0a1b2c3d4e5f60718"],
    });
  });

  it.each<[string, Parameters<typeof cloudWatchAlarm>[0], string, boolean]>([
    [
      "a link of Direct Connect",
      { namespace: "AWS/DX", metric: "ConnectionState", datapoints: [0] },
      "link-down",
      true,
    ],
    ["a BGP session", { namespace: "AWS/DX", metric: "VirtualInterfaceBgpStatus", datapoints: [0] }, "bgp-down", true],
    ["errors on a port", { namespace: "AWS/DX", metric: "ConnectionErrorCount", datapoints: [9] }, "loss", true],
    ["a busy port", { namespace: "AWS/DX", metric: "ConnectionBpsEgress", datapoints: [9e9] }, "utilisation", true],
    ["most samples down", { datapoints: [1, 0, 0] }, "tunnel-down", true],
    ["one tunnel of two", { datapoints: [0.5] }, "other", true],
    ["an alarm the wrong way round", { datapoints: [1] }, "other", true],
    ["missing data", {}, "other", true],
    ["an alarm that is over", { value: "OK", datapoints: [1] }, "tunnel-down", false],
    ["nothing known any more", { value: "INSUFFICIENT_DATA" }, "tunnel-down", false],
    ["a machine's CPU", { namespace: "AWS/EC2", metric: "CPUUtilization", datapoints: [99] }, "other", true],
    [
      "a metric that every object has",
      { namespace: "constructor", metric: "toString", datapoints: [0] },
      "other",
      true,
    ],
  ])("takes %s for what it is", (_, more, kind, isRaised) => {
    expect(readAwsAlarm(cloudWatchAlarm(more))).toMatchObject({ kind, isRaised });
  });

  it("keeps alarms apart whose names differ in what an id cannot hold", () => {
    const idOf = (name: string) =>
      readAwsAlarm({ ...cloudWatchAlarm({}), resources: [`arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`] })
        .alarmId;

    expect(idOf("größer")).not.toBe(idOf("grösser"));
    expect(idOf("\u00e9")).not.toBe(idOf("\u00e8"));
    expect(idOf("x".repeat(5_000))).not.toBe(idOf("x".repeat(5_001)));
  });

  it("does not guess what a composite or an expression means", () => {
    const alarm = cloudWatchAlarm({ datapoints: [0] });
    const [metric] = (alarm.detail as { configuration: { metrics: object[] } }).configuration.metrics;
    const summed = { metrics: [metric, { id: "e1", expression: "m1 + m2", returnData: true }] };
    const composite = { alarmRule: 'ALARM("a") OR ALARM("b")' };

    for (const configuration of [summed, composite])
      expect(readAwsAlarm({ ...alarm, detail: { ...alarm.detail, configuration } })).toMatchObject({
        kind: "other",
        resourceIds: [],
      });
  });

  it("names the interface rather than the port it is on, for a port may carry more", () => {
    const dimensions = { ConnectionId: "dxcon-1", VirtualInterfaceId: "dxvif-1" };
    const alarm = cloudWatchAlarm({ namespace: "AWS/DX", metric: "VirtualInterfaceBgpStatus", dimensions });

    expect(readAwsAlarm(alarm).resourceIds).toEqual(["dxvif-1"]);
  });

  it.each([
    ["VPN-CONNECTION-IPSEC-DOWN", "tunnel-down", true],
    ["VPN-CONNECTION-IPSEC-UP", "tunnel-down", false],
    ["VPN-CONNECTION-BGP-DOWN", "bgp-down", true],
    ["VPN-CONNECTION-BGP-ESTABLISH", "bgp-down", false],
    ["SOMETHING-NEW", "other", true],
  ])("reads %s of Network Manager", (changeType, kind, isRaised) => {
    expect(CloudAlarm.parse(readAwsAlarm(tunnelStatus(changeType)))).toMatchObject({
      kind,
      isRaised,
      atMs: AT_MS,
      resourceIds: ["vpn-0a1b2c3d4e5f60718", "tgw-attach-1"],
    });
  });

  it("knows that up is the end of down of the same tunnel, and of no other", () => {
    const idOf = (...args: Parameters<typeof tunnelStatus>) => readAwsAlarm(tunnelStatus(...args)).alarmId;
    const down = idOf("VPN-CONNECTION-IPSEC-DOWN");

    expect(idOf("VPN-CONNECTION-IPSEC-UP")).toBe(down);
    expect(idOf("VPN-CONNECTION-BGP-DOWN")).not.toBe(down);
    expect(idOf("VPN-CONNECTION-IPSEC-UP", { outsideIpAddress: "198.51.100.4" })).not.toBe(down);
  });

  it("reads planned work with its window and everything it touches", () => {
    expect(CloudAlarm.parse(readAwsAlarm(healthEvent()))).toMatchObject({
      kind: "maintenance",
      isRaised: true,
      name: "AWS_DIRECTCONNECT_MAINTENANCE_SCHEDULED",
      resourceIds: ["dxcon-fgv0etma", "dxvif-fgcoi6fa"],
      startsAtMs: Date.parse("2026-12-05T19:00:00Z"),
      endsAtMs: Date.parse("2026-12-05T22:00:00Z"),
    });
    expect(readAwsAlarm(healthEvent({ statusCode: "closed" })).isRaised).toBe(false);
  });

  it("takes an issue, or work on machines, for nothing that holds a move", () => {
    expect(readAwsAlarm(healthEvent({ eventTypeCategory: "issue" }))).toMatchObject({ kind: "other" });
    expect(readAwsAlarm(healthEvent({ service: "EC2" }))).toMatchObject({ kind: "other" });
  });

  it("refuses what AWS does not send", () => {
    expect(() => readAwsAlarm({ ...healthEvent(), "detail-type": "EC2 Instance State-change Notification" })).toThrow();
    expect(() => readAwsAlarm({ ...healthEvent(), time: "yesterday" })).toThrow("time");
  });
});

import { CloudAlarm } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { commonAlert, healthContext, metricContext } from "./fixture.ts";
import { readAzureAlarm } from "./read-alarm.ts";

const connection = "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/connections/vpn-1";
const resourceHealth = (currentHealthStatus: string, target = connection) =>
  commonAlert(
    { monitoringService: "Resource Health", signalType: "Activity Log", alertTargetIDs: [target] },
    healthContext("ResourceHealth", { currentHealthStatus, previousHealthStatus: "Available", type: "Downtime" }),
  );

describe("clouds/azure/alarms", () => {
  it("reads a metric alert on a circuit, and names the circuit as discovery does", () => {
    expect(CloudAlarm.parse(readAzureAlarm(commonAlert()))).toEqual({
      cloud: "azure",
      alarmId: "/subscriptions/0000/providers/microsoft.alertsmanagement/alerts/b9569717-bc32-442f-add5-83a997729330",
      kind: "bgp-down",
      isRaised: true,
      atMs: Date.parse("2026-11-21T14:00:00.123Z"),
      name: "er-eastus-1 BGP",
      resourceIds: [
        "/subscriptions/0000/resourcegroups/rg/providers/microsoft.network/expressroutecircuits/er-eastus-1",
      ],
    });
  });

  it.each<[string, object, string]>([
    ["a dead circuit", metricContext("ArpAvailability", 0), "link-down"],
    ["one of two sessions", metricContext("BgpAvailability", 50), "other"],
    ["an alarm the wrong way round", metricContext("BgpAvailability", 100), "other"],
    ["missing data", metricContext("BgpAvailability", null), "other"],
    ["a peer of a gateway", metricContext("BgpPeerStatus", 0, "Microsoft.Network/virtualNetworkGateways"), "bgp-down"],
    ["a full circuit", metricContext("BitsInPerSecond", 1e9), "utilisation"],
    ["dropped bits", metricContext("QosDropBitsInPerSecond", 1e3), "loss"],
    ["a metric nobody knows", metricContext("Mystery", 0), "other"],
    ["a log search", { searchQuery: "Heartbeat | count" }, "other"],
  ])("takes %s for what it is", (_, context, kind) => {
    expect(readAzureAlarm(commonAlert({}, context)).kind).toBe(kind);
  });

  it("takes Resolved for the end of the same alarm, at the time it was resolved", () => {
    const resolved = { monitorCondition: "Resolved", resolvedDateTime: "2026-11-21T14:03:00Z" };
    const alarm = readAzureAlarm(commonAlert(resolved, metricContext("BgpAvailability", 100)));

    expect(alarm).toMatchObject({ kind: "bgp-down", isRaised: false, atMs: Date.parse("2026-11-21T14:03:00Z") });
    expect(alarm.alarmId).toBe(readAzureAlarm(commonAlert()).alarmId);
  });

  it("goes by the status that Resource Health tells, for it fires for good news too", () => {
    const [down, up] = [readAzureAlarm(resourceHealth("Unavailable")), readAzureAlarm(resourceHealth("Available"))];

    expect(CloudAlarm.parse(down)).toMatchObject({ kind: "tunnel-down", isRaised: true });
    expect(up).toMatchObject({ kind: "tunnel-down", isRaised: false, alarmId: down.alarmId });
    expect(readAzureAlarm(resourceHealth("Unknown")).kind).toBe("other");
    expect(readAzureAlarm(resourceHealth("Unavailable", connection.replace("connections", "vpnSites"))).kind).toBe(
      "other",
    );
  });

  it("reads planned work of Service Health with its window", () => {
    const told = { incidentType: "Maintenance", trackingId: "VT_1", stage: "Planned" };
    const window = { impactStartTime: "2026-12-05T19:00:00Z", impactMitigationTime: "2026-12-05T22:00:00Z" };
    const alert = (properties: object) =>
      commonAlert({ monitoringService: "ServiceHealth" }, healthContext("ServiceHealth", properties));

    expect(CloudAlarm.parse(readAzureAlarm(alert({ ...told, ...window })))).toMatchObject({
      kind: "maintenance",
      isRaised: true,
      alarmId: "service-health:VT_1",
      endsAtMs: Date.parse("2026-12-05T22:00:00Z"),
    });
    expect(readAzureAlarm(alert({ ...told, stage: "Complete" })).isRaised).toBe(false);
    expect(readAzureAlarm(alert({ ...told, incidentType: "Incident" })).kind).toBe("other");
  });

  it("refuses another schema", () => {
    expect(() => readAzureAlarm({ ...commonAlert(), schemaId: "AzureMonitorMetricAlert" })).toThrow("schemaId");
  });
});

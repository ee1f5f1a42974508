import { CloudAlarm } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { pubSubMessage, pubSubNotification } from "./fixture.ts";
import { readGcpAlarm } from "./read-alarm.ts";

const place = { project_id: "network-prod", region: "us-central1" };

describe("clouds/gcp/alarms", () => {
  it("reads a tunnel that is down, and names it as discovery does", () => {
    expect(CloudAlarm.parse(readGcpAlarm(pubSubNotification()))).toEqual({
      cloud: "gcp",
      alarmId: "network-prod:0.opqiw61fsv7p",
      kind: "tunnel-down",
      isRaised: true,
      atMs: 1_795_269_600_000,
      name: "VPN tunnel down",
      resourceIds: ["projects/network-prod/regions/us-central1/vpnTunnels/vpn-usc1-1"],
    });
  });

  it("takes closed for the end of the same alarm, at the time it ended", () => {
    expect(readGcpAlarm(pubSubNotification({ state: "closed", ended_at: 1_795_269_700 }))).toMatchObject({
      alarmId: "network-prod:0.opqiw61fsv7p",
      kind: "tunnel-down",
      isRaised: false,
      atMs: 1_795_269_700_000,
    });
  });

  it.each<[string, object, string, string[]]>([
    [
      "a tunnel that is up",
      { observed_value: "1.000" },
      "other",
      ["projects/network-prod/regions/us-central1/vpnTunnels/vpn-usc1-1"],
    ],
    [
      "missing data",
      { observed_value: null },
      "other",
      ["projects/network-prod/regions/us-central1/vpnTunnels/vpn-usc1-1"],
    ],
    [
      "a BGP session",
      {
        metric: { type: "router.googleapis.com/bgp/session_up", labels: { bgp_peer_name: "p" } },
        resource: { type: "gce_router", labels: { ...place, router_id: "77" } },
      },
      "bgp-down",
      ["projects/network-prod/regions/us-central1/routers/77"],
    ],
    [
      "a port",
      {
        metric: { type: "interconnect.googleapis.com/network/interconnect/operational" },
        resource: { type: "interconnect", labels: { project_id: "p", interconnect: "ic-1" } },
      },
      "link-down",
      ["ic-1"],
    ],
    [
      "drops on an attachment",
      {
        metric: { type: "interconnect.googleapis.com/network/attachment/egress_dropped_packets_count" },
        resource: { type: "interconnect_attachment", labels: { ...place, attachment: "at-1" } },
      },
      "loss",
      ["projects/network-prod/regions/us-central1/interconnectAttachments/at-1"],
    ],
    ["a condition without a metric", { metric: null, resource: { type: "global", labels: {} } }, "other", []],
  ])("takes %s for what it is", (_, incident, kind, resourceIds) => {
    expect(CloudAlarm.parse(readGcpAlarm(pubSubNotification(incident)))).toMatchObject({ kind, resourceIds });
  });

  it("refuses another version, another message, and text that is no JSON", () => {
    expect(() => readGcpAlarm(pubSubNotification({}, "9"))).toThrow("version");
    expect(() => readGcpAlarm({ ...pubSubNotification(), type: "something.else" })).toThrow("type");
    expect(() => readGcpAlarm(pubSubMessage("hello"))).toThrow(SyntaxError);
  });
});

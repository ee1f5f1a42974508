import type { LinkSighting } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aSighting } from "../../../test/support/sightings.ts";
import { counterOf as awsCounter } from "./aws/metering/counter-of.ts";
import { counterOf as azureCounter } from "./azure/metering/counter-of.ts";
import { counterOf as gcpCounter } from "./gcp/metering/counter-of.ts";
import { counterOf as ociCounter } from "./oci/metering/counter-of.ts";

const aws = (nativeId: string, more: Partial<LinkSighting>) =>
  aSighting({ key: `aws/${nativeId}`, at: "aws/tgw-1", nativeId, ...more });
const group = "/subscriptions/s/resourcegroups/g/providers/microsoft.network";
const azure = (path: string, more: Partial<LinkSighting> = {}) =>
  aSighting({
    key: `azure${group}/${path}`,
    at: `azure/${group}/virtualnetworkgateways/vng`,
    nativeId: `${group}/${path}`,
    ...more,
  });

describe("clouds: counters of links", () => {
  it("in AWS are of the VPN with both its tunnels, of the interface and not its port, of the gateway's own half of a peering", () => {
    expect(
      awsCounter({ link: aws("vpn-1", { kind: "vpn", aliases: ["vpn-1", "tgw-attach-1"] }), direction: "out" }),
    ).toEqual({
      namespace: "AWS/VPN",
      metric: "TunnelDataOut",
      dimensions: { VpnId: "vpn-1" },
      stat: "Sum",
    });
    const interfaceOn = aws("dxvif-1", { kind: "direct-connect", aliases: ["dxvif-1", "dxlag-2", "dxcon-3"] });
    expect(awsCounter({ link: interfaceOn, direction: "in" })).toEqual({
      namespace: "AWS/DX",
      metric: "VirtualInterfaceBpsIngress",
      dimensions: { ConnectionId: "dxlag-2", VirtualInterfaceId: "dxvif-1" },
      stat: "Average",
    });
    const half = aws("tgw-attach-9", { kind: "transit-peering", key: "aws/tgw-attach-9/tgw-1" });
    expect(awsCounter({ link: half, direction: "out" })).toEqual({
      namespace: "AWS/TransitGateway",
      metric: "BytesOut",
      dimensions: { TransitGateway: "tgw-1", TransitGatewayAttachment: "tgw-attach-9" },
      stat: "Sum",
    });
  });

  it.each([
    ["a VPC peering", aws("pcx-1", { kind: "peering" })],
    ["an edge of a core network", aws("core-1", { kind: "transit-peering", at: "aws/core-network-1/us-east-1" })],
    ["a Connect peer", aws("tgw-connect-peer-1", { aliases: ["tgw-connect-peer-1", "tgw-attach-2"] })],
    ["an interface whose port is not known", aws("dxvif-2", { kind: "direct-connect", aliases: ["dxvif-2"] })],
  ])("there is none in AWS of %s", (_, link) => {
    expect(awsCounter({ link, direction: "out" })).toBeUndefined();
  });

  it("in Azure are of a gateway by connection, or of the ExpressRoute connection itself", () => {
    expect(azureCounter(azure("connections/to-aws", { kind: "vpn" }))).toEqual({
      resourceId: `${group}/virtualnetworkgateways/vng`,
      connectionName: "to-aws",
      metrics: { out: "TunnelEgressBytes", in: "TunnelIngressBytes" },
      aggregation: "Total",
      intervalMs: 300_000,
    });
    expect(azureCounter(azure("connections/er", { kind: "express-route" }))).toEqual({
      resourceId: `${group}/connections/er`,
      metrics: { out: "BitsOutPerSecond", in: "BitsInPerSecond" },
      aggregation: "Average",
      intervalMs: 60_000,
    });
    expect(
      azureCounter(azure("expressroutegateways/g/expressrouteconnections/c", { kind: "express-route" })),
    ).toMatchObject({
      resourceId: `${group}/expressroutegateways/g`,
      connectionName: "c",
      metrics: { out: "ErGatewayConnectionBitsOutPerSecond" },
    });
  });

  it("in Azure tell the links of a hub's connection apart by their far end, and need none where there is one link", () => {
    const path = "vpngateways/g/vpnconnections/c/vpnlinkconnections/l";
    const only = azure(path, { kind: "vpn", aliases: [`${group}/vpnGateways/g/vpnConnections/c`] });

    expect(azureCounter(only)).toMatchObject({ resourceId: `${group}/vpngateways/g`, connectionName: "c" });
    expect(azureCounter(only)).not.toHaveProperty("remoteIp");
    expect(azureCounter(azure(path, { kind: "vpn", join: { peerPublicIp: "198.51.100.9" } }))).toMatchObject({
      remoteIp: "198.51.100.9",
    });
    expect(azureCounter(azure(path, { kind: "vpn" }))).toBeUndefined();
    expect(azureCounter(azure("virtualnetworks/v/virtualnetworkpeerings/p", { kind: "peering" }))).toBeUndefined();
    expect(azureCounter(azure("expressroutecircuits/idle", { kind: "express-route" }))).toBeUndefined();
  });

  it("in Google Cloud are of a tunnel or an attachment by Region and name, and of no peering", () => {
    const series = (nativeId: string) => gcpCounter({ nativeId })?.series;

    expect(series("projects/p/regions/us-east4/vpnTunnels/t-1")).toBe("us-east4|t-1");
    expect(series("projects/p/regions/us-east4/interconnectAttachments/a")).toBe("us-east4|a");
    expect(series("projects/p/global/networks/n/peerings/q")).toBeUndefined();
  });

  it("in Oracle's cloud are of the connection, the circuit, or the attachment of a peering between Regions", () => {
    const oci = (kind: LinkSighting["kind"], aliases: string[] = []) =>
      ociCounter({ kind, nativeId: "ocid1.x", aliases });

    expect(oci("vpn")).toMatchObject({ namespace: "oci_vpn", dimension: "parentResourceId", value: "ocid1.x" });
    expect(oci("fastconnect")).toMatchObject({ namespace: "oci_fastconnect", dimension: "resourceId" });
    expect(oci("transit-peering", ["name", "ocid1.drgattachment.oc1..a"])).toMatchObject({
      namespace: "oci_dynamic_routing_gateway",
      value: "ocid1.drgattachment.oc1..a",
    });
    expect(oci("transit-peering", ["name"])).toBeUndefined();
    expect(oci("peering")).toBeUndefined();
  });
});

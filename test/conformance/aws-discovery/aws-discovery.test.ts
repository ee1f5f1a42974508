import { discoverClouds } from "@skylane/clouds";
import type { CloudDiscovery } from "@skylane/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ec2Query } from "./ec2-query.ts";
import { findMoto, type Moto } from "./moto.ts";

const found = findMoto();
if ("reason" in found) console.log(`skipped, because ${found.reason}`);

describe.runIf("start" in found)(
  "discovery of AWS against a server of other people's making",
  { timeout: 60_000 },
  () => {
    let moto: Moto;
    let made: { vpcs: string[]; tgw: string; vpn: string; peering: string; igw: string };
    let seen: CloudDiscovery | undefined;

    beforeAll(async () => {
      if (!("start" in found)) return;
      moto = await found.start();
      vi.stubEnv("AWS_ENDPOINT_URL", moto.url);
      vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
      vi.stubEnv("AWS_REGION", "us-east-1");
      made = await build(moto.url);
      [seen] = await discoverClouds(
        { routerGatewayUrl: undefined },
        { aws: { accounts: [], regions: ["us-east-1", "eu-west-1"] } },
        { concurrency: 8, nowMs: () => 1_795_000_000_000 },
      );
    }, 300_000);
    afterAll(async () => {
      vi.unstubAllEnvs();
      await moto?.stop();
    });

    it("finds the networks and gateways that were made there, with what is attached", () => {
      expect(seen?.networks.map(({ nativeId }) => nativeId)).toEqual(expect.arrayContaining(made.vpcs));
      expect(seen?.networks.find(({ nativeId }) => nativeId === made.vpcs[0])).toMatchObject({
        accountId: "123456789012",
        regionId: "us-east-1",
        cidrs: ["10.1.0.0/16"],
        subnetCount: 1,
        endpointCount: 1,
      });
      expect(seen?.gateways.find(({ nativeId }) => nativeId === made.tgw)).toMatchObject({
        kind: "transit-gateway",
        networkKeys: [`aws/${made.vpcs[0]}`],
      });
      expect(seen?.gateways.find(({ nativeId }) => nativeId === made.igw)).toMatchObject({
        kind: "internet-gateway",
        networkKeys: [`aws/${made.vpcs[1]}`],
      });
    });

    it("finds the links with the addresses of their far ends, and keeps no key", () => {
      expect(seen?.links.find(({ nativeId }) => nativeId === made.vpn)).toMatchObject({
        kind: "vpn",
        at: `aws/${made.tgw}`,
        join: { localPublicIp: expect.any(String), peerPublicIp: "198.51.100.7", peerAsn: 65_010 },
      });
      expect(seen?.links.filter(({ nativeId }) => nativeId === made.peering)).toMatchObject([
        { kind: "peering", at: `aws/${made.vpcs[0]}`, peer: `aws/${made.vpcs[1]}`, join: { sharedId: made.peering } },
        { kind: "peering", at: `aws/${made.vpcs[1]}`, peer: `aws/${made.vpcs[0]}` },
      ]);
      expect(JSON.stringify(seen)).not.toMatch(/pre.?shared.?key|<ike>/i);
    });

    it("reads the routes, and says of each service that is not there what it is", () => {
      expect(seen?.routes).toContainEqual(
        expect.objectContaining({ owner: `aws/${made.vpcs[0]}`, prefix: "10.1.0.0/16", next: { kind: "local" } }),
      );
      for (const gap of seen?.gaps ?? []) {
        expect(gap.operation).toMatch(/^(directconnect|networkmanager|cloudwatch):/);
        expect(gap.todo).not.toBe("");
      }
      expect(seen?.networks.some(({ regionId }) => regionId === "eu-west-1")).toBe(true);
    });
  },
);

/** Two VPCs that are peered, one of them behind a transit gateway with a VPN, the other with a way to the internet. */
async function build(url: string) {
  const vpcs = await Promise.all(
    ["10.1.0.0/16", "10.2.0.0/16"].map((CidrBlock) => ec2Query(url, "CreateVpc", { CidrBlock }, "vpcId")),
  );
  const [first = "", second = ""] = vpcs;
  const subnet = await ec2Query(url, "CreateSubnet", { VpcId: first, CidrBlock: "10.1.1.0/24" }, "subnetId");
  await ec2Query(url, "CreateNetworkInterface", { SubnetId: subnet }, "networkInterfaceId");
  const tgw = await ec2Query(url, "CreateTransitGateway", {}, "transitGatewayId");
  await ec2Query(
    url,
    "CreateTransitGatewayVpcAttachment",
    { TransitGatewayId: tgw, VpcId: first, "SubnetIds.1": subnet },
    "transitGatewayAttachmentId",
  );
  const customer = await ec2Query(
    url,
    "CreateCustomerGateway",
    { Type: "ipsec.1", IpAddress: "198.51.100.7", BgpAsn: "65010" },
    "customerGatewayId",
  );
  const vpn = await ec2Query(
    url,
    "CreateVpnConnection",
    { Type: "ipsec.1", CustomerGatewayId: customer, TransitGatewayId: tgw },
    "vpnConnectionId",
  );
  const peering = await ec2Query(
    url,
    "CreateVpcPeeringConnection",
    { VpcId: first, PeerVpcId: second },
    "vpcPeeringConnectionId",
  );
  const igw = await ec2Query(url, "CreateInternetGateway", {}, "internetGatewayId");
  await ec2Query(url, "AttachInternetGateway", { InternetGatewayId: igw, VpcId: second }, "requestId");
  return { vpcs, tgw, vpn, peering, igw };
}

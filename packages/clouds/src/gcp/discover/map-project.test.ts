import { describe, expect, it } from "vitest";
import * as z from "zod";
import { TUNNELS } from "../metering/counter-of.ts";
import {
  Attachment,
  Instance,
  Network,
  Route,
  Router,
  SqlInstance,
  Subnetwork,
  TargetVpnGateway,
  TimeSeries,
  VpnGateway,
  VpnTunnel,
} from "./answers.ts";
import { mapProject } from "./discover-gcp.ts";
import { mbpsOf } from "./map-attachments.ts";
import { controlOf } from "./map-tunnels.ts";
import { sumOf } from "./read-bytes.ts";
import type { ProjectAnswers } from "./read-project.ts";
import { regionOf } from "./self-link.ts";

const url = (path: string) => `https://www.googleapis.com/compute/v1/projects/p/${path}`;
const central = (path: string) => url(`regions/us-central1/${path}`);
const all = <T extends z.ZodType>(schema: T, items: readonly unknown[]): z.infer<T>[] => z.array(schema).parse(items);
const answers = (more: Partial<ProjectAnswers>): ProjectAnswers => ({
  projectId: "p",
  networks: [],
  subnetworks: [],
  instances: [],
  sqlInstances: [],
  vpnGateways: [],
  targetVpnGateways: [],
  externalVpnGateways: [],
  tunnels: [],
  routers: [],
  interconnects: [],
  attachments: [],
  routes: [],
  learnedRoutes: [],
  sessions: new Map(),
  bytes: { tunnels: new Map(), attachments: new Map() },
  ...more,
});
const network = { name: "n", selfLink: url("global/networks/n") };

describe("clouds/gcp/map-project", () => {
  it("gives a network no region when its subnets are in several, and counts each interface", () => {
    const { networks } = mapProject(
      answers({
        networks: all(Network, [network]),
        subnetworks: all(Subnetwork, [
          { name: "a", selfLink: central("subnetworks/a"), network: network.selfLink, ipCidrRange: "10.1.0.0/20" },
          {
            name: "b",
            selfLink: url("regions/us-east1/subnetworks/b"),
            network: network.selfLink,
            ipCidrRange: "10.2.0.0/20",
            secondaryIpRanges: [{ rangeName: "pods", ipCidrRange: "10.64.0.0/14" }],
          },
        ]),
        instances: all(Instance, [
          {
            selfLink: url("zones/us-central1-a/instances/two"),
            networkInterfaces: [network, network].map(({ selfLink }) => ({ network: selfLink })),
          },
        ]),
      }),
    );

    expect(networks).toMatchObject([
      { regionId: "", subnetCount: 2, endpointCount: 2, cidrs: ["10.1.0.0/20", "10.2.0.0/20", "10.64.0.0/14"] },
    ]);
  });

  it("tells routers from address translators, and shows VPN gateways that no router serves", () => {
    const { gateways, links } = mapProject(
      answers({
        routers: all(Router, [
          { name: "nat", selfLink: central("routers/nat"), network: network.selfLink, nats: [{ name: "out" }] },
        ]),
        vpnGateways: all(VpnGateway, [
          {
            name: "idle",
            selfLink: central("vpnGateways/idle"),
            vpnInterfaces: [{ id: 0, ipAddress: "198.51.100.1" }],
          },
        ]),
        targetVpnGateways: all(TargetVpnGateway, [{ name: "old", selfLink: central("targetVpnGateways/old") }]),
        tunnels: all(VpnTunnel, [
          {
            name: "classic",
            selfLink: central("vpnTunnels/classic"),
            targetVpnGateway: central("targetVpnGateways/old"),
            peerIp: "203.0.113.9",
            status: "NO_INCOMING_PACKETS",
            sharedSecret: "*************",
            sharedSecretHash: "AAAA",
          },
        ]),
      }),
    );

    expect(gateways.map(({ name, kind }) => [name, kind])).toEqual([
      ["nat", "nat-gateway"],
      ["idle", "vpn-gateway"],
      ["old", "vpn-gateway"],
    ]);
    expect(links).toMatchObject([
      {
        at: "gcp/projects/p/regions/us-central1/targetVpnGateways/old",
        kind: "vpn",
        control: "down",
        provisioning: "ready",
        join: { peerPublicIp: "203.0.113.9" },
      },
    ]);
    expect(JSON.stringify(links)).not.toMatch(/sharedSecret|AAAA|\*\*\*/);
  });

  it("does not take a session for up because its keys are, nor a new status for anything", () => {
    expect(controlOf("ESTABLISHED", undefined)).toBe("up");
    expect(controlOf("ESTABLISHED", false)).toBe("down");
    expect(controlOf("FIRST_HANDSHAKE", undefined)).toBe("down");
    expect(controlOf("SOMETHING_NEW", undefined)).toBe("unknown");
    expect(controlOf(undefined, undefined)).toBe("unknown");
  });

  it("shares the price of a port among what is on it, and knows no price for what it cannot see", () => {
    const attachment = (name: string, more: object = {}) => ({
      name,
      selfLink: central(`interconnectAttachments/${name}`),
      router: central("routers/r"),
      type: "DEDICATED",
      interconnect: url("global/interconnects/port"),
      bandwidth: "BPS_10G",
      ...more,
    });
    const { links } = mapProject(
      answers({
        attachments: all(Attachment, [
          attachment("one"),
          attachment("two"),
          attachment("far", { interconnect: url("global/interconnects/x") }),
        ]),
        interconnects: [
          {
            name: "port",
            selfLink: url("global/interconnects/port"),
            location: url("global/interconnectLocations/iad-1"),
            linkType: "LINK_TYPE_ETHERNET_10G_LR",
            requestedLinkCount: 1,
            provisionedLinkCount: 1,
            macsecEnabled: undefined,
            creationTimestamp: undefined,
            description: undefined,
            labels: undefined,
          },
        ],
      }),
    );

    // (2.328 / 2 + 0.10) × 730
    expect(links.map(({ listPrice }) => listPrice?.monthlyUsd)).toEqual([922.72, 922.72, undefined]);
    expect(links[0]).toMatchObject({ location: "iad-1", control: "unknown", provisioning: "unknown" });
  });

  it("says where each route leads", () => {
    const route = (destRange: string, hop: object) => ({ network: network.selfLink, destRange, ...hop });
    const { routes } = mapProject(
      answers({
        routes: all(Route, [
          route("10.0.0.0/8", { nextHopNetwork: network.selfLink, routeType: "SUBNET" }),
          route("0.0.0.0/0", { nextHopGateway: url("global/gateways/default-internet-gateway") }),
          route("10.1.0.0/16", { nextHopVpnTunnel: central("vpnTunnels/t"), routeStatus: "INACTIVE" }),
          route("10.2.0.0/16", { nextHopInstance: url("zones/us-central1-a/instances/nva") }),
          route("10.3.0.0/16", { nextHopHub: "//networkconnectivity.googleapis.com/projects/p/hubs/h" }),
          route("10.4.0.0/16", {}),
        ]),
      }),
    );

    expect(routes.map(({ next, origin, isActive }) => [next.kind, origin, isActive])).toEqual([
      ["local", "system", true],
      ["internet", "static", true],
      ["link", "static", false],
      ["interface", "static", true],
      ["gateway", "static", true],
      ["none", "static", true],
    ]);
  });

  it("sums both directions of a counter, and says nothing where one is missing", () => {
    const series = (name: string, ...values: (string | number)[]) =>
      TimeSeries.parse({
        metric: { labels: { tunnel_name: name } },
        resource: { labels: { region: "r" } },
        points: values.map((value) => ({
          value: typeof value === "string" ? { int64Value: value } : { doubleValue: value },
        })),
      });
    const sums = sumOf([series("a", "5", "6"), series("b", "1")], [series("a", 2.5)], TUNNELS);

    expect([...sums]).toEqual([["r|a", 13.5]]);
    expect([...sumOf(undefined, [series("a", "1")], TUNNELS)]).toEqual([]);
  });

  it("reads sizes and places", () => {
    expect(mbpsOf("BPS_500M")).toBe(500);
    expect(mbpsOf("BPS_50G")).toBe(50_000);
    expect(mbpsOf("BPS_1T")).toBeUndefined();
    expect(regionOf("zones/europe-west1-b")).toBe("europe-west1");
    expect(regionOf(central("routers/r"))).toBe("us-central1");
    expect(regionOf(url("global/networks/n"))).toBe("");
  });

  it("shows machines with the tags that rules aim at, and databases with their port and network", () => {
    const { services } = mapProject(
      answers({
        instances: all(Instance, [
          {
            name: "carts",
            selfLink: url("zones/us-central1-a/instances/carts"),
            status: "RUNNING",
            tags: { items: ["web"] },
            networkInterfaces: [
              {
                network: url("global/networks/one"),
                subnetwork: url("regions/us-central1/subnetworks/one"),
                networkIP: "10.4.0.9",
                accessConfigs: [{ natIP: "203.0.113.9" }],
              },
            ],
          },
          { name: "gone", selfLink: url("zones/us-central1-a/instances/gone"), status: "TERMINATED" },
        ]),
        sqlInstances: all(SqlInstance, [
          {
            name: "analytics",
            region: "us-central1",
            databaseVersion: "POSTGRES_16",
            dnsName: "analytics.sql.goog.",
            ipAddresses: [{ type: "PRIVATE", ipAddress: "10.4.1.5" }],
            settings: { ipConfiguration: { ipv4Enabled: false, privateNetwork: "projects/p/global/networks/one" } },
          },
        ]),
      }),
    );

    expect(services).toMatchObject([
      {
        kind: "gce-instance",
        name: "carts",
        regionId: "us-central1",
        networkKey: "gcp/projects/p/global/networks/one",
        addresses: ["10.4.0.9"],
        isPublic: true,
        guards: [{ kind: "network-tag", id: "web" }],
      },
      {
        kind: "cloud-sql",
        name: "analytics",
        networkKey: "gcp/projects/p/global/networks/one",
        addresses: ["10.4.1.5"],
        port: 5_432,
        dnsName: "analytics.sql.goog",
        isPublic: false,
        guards: [],
      },
    ]);
  });
});

import { LinkSighting, SeenGateway, SeenNetwork, SeenRoute, SeenService } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import {
  Attachment,
  Instance,
  Network,
  Route,
  Router,
  SqlInstance,
  Subnetwork,
  VpnGateway,
  VpnTunnel,
} from "./answers.ts";
import { mapProject } from "./discover-gcp.ts";
import { itemsOf, unreachedOf } from "./read-lists.ts";
import { clip } from "./words.ts";

const hostile = fc.oneof(fc.string({ maxLength: 400 }), fc.string({ unit: "binary", maxLength: 400 }));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const link = fc.oneof(
  fc.constantFrom(
    "https://www.googleapis.com/compute/v1/projects/p/global/networks/n",
    "https://www.googleapis.com/compute/v1/projects/p/regions/r/routers/cr",
    "https://www.googleapis.com/compute/v1/projects/p/regions/r/vpnGateways/g",
  ),
  fc.string({ minLength: 1, maxLength: 60 }),
);
const labels = maybe(fc.dictionary(hostile, hostile, { maxKeys: 4 }));
const named = {
  name: fc.string({ minLength: 1, maxLength: 400 }),
  selfLink: link,
  description: maybe(hostile),
  labels,
  creationTimestamp: maybe(hostile),
};
const some = <T extends z.ZodType>(schema: T, shape: Record<string, fc.Arbitrary<unknown>>) =>
  fc.array(
    fc.record(shape).map((one) => schema.parse(one) as z.infer<T>),
    { maxLength: 4 },
  );
const peerings = fc.array(fc.record({ name: fc.string({ minLength: 1 }), network: link, state: maybe(hostile) }), {
  maxLength: 3,
});
const project = fc.record({
  networks: some(Network, { ...named, peerings }),
  subnetworks: some(Subnetwork, { ...named, network: link, ipCidrRange: maybe(hostile) }),
  vpnGateways: some(VpnGateway, { ...named, network: maybe(link) }),
  routers: some(Router, {
    ...named,
    network: maybe(link),
    interfaces: fc.array(fc.record({ name: hostile, linkedVpnTunnel: link }), { maxLength: 2 }),
    bgpPeers: fc.array(fc.record({ name: hostile, interfaceName: hostile, peerAsn: fc.integer() }), { maxLength: 2 }),
  }),
  tunnels: some(VpnTunnel, {
    ...named,
    status: maybe(hostile),
    router: maybe(link),
    vpnGateway: maybe(link),
    peerGcpGateway: maybe(link),
  }),
  attachments: some(Attachment, {
    ...named,
    router: maybe(link),
    pairingKey: maybe(hostile),
    bandwidth: maybe(hostile),
    partnerAsn: maybe(hostile),
  }),
  instances: some(Instance, {
    ...named,
    tags: maybe(fc.record({ items: fc.array(fc.string({ minLength: 1, maxLength: 700 }), { maxLength: 2 }) })),
    networkInterfaces: fc.array(
      fc.record({ network: maybe(link), subnetwork: maybe(link), networkIP: maybe(fc.ipV4()) }),
      {
        maxLength: 2,
      },
    ),
  }),
  sqlInstances: some(SqlInstance, {
    name: fc.string({ minLength: 1, maxLength: 400 }),
    region: maybe(hostile),
    databaseVersion: maybe(hostile),
    dnsName: maybe(fc.string({ maxLength: 400 })),
    settings: maybe(fc.record({ userLabels: labels })),
  }),
  routes: some(Route, {
    network: maybe(link),
    destRange: hostile,
    nextHopPeering: maybe(hostile),
    routeType: maybe(hostile),
  }),
});

describe("clouds/gcp/answers (any text)", () => {
  it("maps whatever names, labels and links hold to what the model takes", () => {
    fc.assert(
      fc.property(project, (found) => {
        const seen = mapProject({
          projectId: "p",
          targetVpnGateways: [],
          externalVpnGateways: [],
          interconnects: [],
          learnedRoutes: [],
          sessions: new Map(),
          bytes: { tunnels: new Map(), attachments: new Map() },
          ...found,
        });
        for (const network of seen.networks) SeenNetwork.parse(network);
        for (const gateway of seen.gateways) SeenGateway.parse(gateway);
        for (const sighting of seen.links) LinkSighting.parse(sighting);
        for (const route of seen.routes) SeenRoute.parse(route);
        for (const service of seen.services) SeenService.parse(service);
      }),
      { numRuns: 150 },
    );
  });

  it("finds its way through any JSON", () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom("items", "routers", "warning", "code", "unreachables", "x") }),
        (answer) => {
          expect(Array.isArray(itemsOf(answer, "routers"))).toBe(true);
          expect(unreachedOf(answer).every((region) => typeof region === "string")).toBe(true);
        },
      ),
    );
  });

  it("shortens text without cutting a character in two", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 600 }), (text) => {
        const short = clip(text);
        expect(short.length).toBeLessThanOrEqual(256);
        expect(text.startsWith(short)).toBe(true);
        expect(short.isWellFormed()).toBe(true);
      }),
    );
  });
});

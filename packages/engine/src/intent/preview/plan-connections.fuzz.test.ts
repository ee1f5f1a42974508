import { type ComplianceTag, ProvisionStep } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  orderDb,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { cidrsOverlap } from "../../topology/index.ts";
import { prerequisitesOf, referencesIn } from "../references.ts";
import { planConnections } from "./index.ts";

const places: readonly Place[] = [
  { cloud: "aws", regionId: "us-east-1", n: 1 },
  { cloud: "aws", regionId: "us-west-2", n: 2, hasGateway: false },
  { cloud: "azure", regionId: "eastus", n: 3 },
  { cloud: "azure", regionId: "westeurope", n: 4, hasGateway: false },
  { cloud: "gcp", regionId: "us-central1", n: 5 },
  { cloud: "gcp", regionId: "europe-west1", n: 6, hasGateway: false },
  { cloud: "onprem", regionId: "dc1", n: 7 },
  { cloud: "oci", regionId: "us-ashburn-1", n: 8 },
  // VPCs that stand behind the transit gateways of the first, and of the eleventh
  { cloud: "aws", regionId: "us-east-1", n: 9, hasGateway: false },
  { cloud: "aws", regionId: "us-east-1", n: 10, hasGateway: false },
  { cloud: "aws", regionId: "us-west-2", n: 11 },
  { cloud: "aws", regionId: "us-west-2", n: 12, hasGateway: false },
];
const plain = placesTopology(places);
/** A VNet one of whose tables takes nothing from gateways. */
const topology = {
  ...plain,
  networks: plain.networks.map((network) =>
    network.nativeId.endsWith("vnet-3")
      ? {
          ...network,
          subnets: (network.subnets ?? []).map((one, i) =>
            i === 0 ? { ...one, routeTableId: "rt-3", isPropagationOff: true as const } : one,
          ),
        }
      : network,
  ),
};
const BEHIND: Readonly<Record<string, readonly number[]>> = { "aws/tgw-1": [1, 9, 10], "aws/tgw-11": [11, 12] };
const world = connectWorld({
  ...topology,
  gateways: topology.gateways.map((gateway) => {
    const behind = BEHIND[gateway.key]?.map((n) => `aws/vpc-${n}`);
    return behind ? { ...gateway, networkKeys: behind } : gateway;
  }),
});
const place = fc.constantFrom(...places);

const service = fc
  .record({ at: place, host: fc.integer({ min: 4, max: 9 }), isSql: fc.boolean() })
  .map(({ at, host, isSql }) =>
    isSql && at.cloud === "azure" ? { ...orderDb(at), key: `azure/sql/orderdb-${at.n}` } : aService(at, host),
  );
const HOSTS = ["erp.corp.internal", "db.c1.us-east-1.rds.amazonaws.com", "erp.example.com", "erp"];
const asked = fc.record(
  {
    host: fc.constantFrom(...HOSTS),
    addresses: fc.array(fc.constantFrom("10.3.1.4", "10.9.1.5", "203.0.113.7"), { maxLength: 2 }),
  },
  { requiredKeys: ["host"] },
);
const wanted = fc.record({
  name: fc.option(asked, { nil: undefined }),
  source: fc.record({ at: place, host: fc.integer({ min: 4, max: 9 }) }).map(({ at, host }) => aService(at, host)),
  destination: service,
  maxRttMs: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
  compliance: fc.subarray<ComplianceTag>(["pci-dss", "hipaa", "gdpr", "soc2"]),
  encryption: fc.constantFrom("required" as const, "not-needed" as const, undefined),
  isPublicForbidden: fc.boolean(),
  monthlyGb: fc.option(fc.nat(100_000), { nil: undefined }),
});
const drawn = fc.array(wanted, { minLength: 1, maxLength: 12 }).map((all) =>
  all.map(({ source, destination, name, maxRttMs, encryption, isPublicForbidden, monthlyGb, compliance }, i) => ({
    ...anIntent(`${i}`, source, destination, {
      compliance,
      isPublicForbidden,
      ...(maxRttMs !== undefined && { maxRttMs }),
      ...(encryption && { encryption }),
      ...(monthlyGb !== undefined && { monthlyGb }),
    }),
    name,
  })),
);
const RUNS = { numRuns: 150 };

describe("engine/intent/preview, whatever is asked", () => {
  it("needs nothing that is not in the plan, and nothing that comes later", () => {
    fc.assert(
      fc.property(drawn, (intents) => {
        const { steps, ways } = planConnections(intents, world);
        const before = new Set<string>();
        for (const step of steps) {
          for (const id of prerequisitesOf(step)) expect(before).toContain(id);
          before.add(step.id);
        }
        expect(before.size).toBe(steps.length);
        for (const { stepIds, destinationAddress } of ways)
          for (const id of [...stepIds, ...referencesIn({ desired: { destinationAddress } })])
            expect(before).toContain(id);
      }),
      RUNS,
    );
  });

  it("gives each object one key, and each intent either a way or a reason", () => {
    fc.assert(
      fc.property(drawn, (intents) => {
        const { steps, ways, issues } = planConnections(intents, world);
        expect(new Set(steps.map(({ key }) => key)).size).toBe(steps.length);
        expect([...ways, ...issues].map(({ intentId }) => intentId).sort()).toEqual(intents.map(({ id }) => id).sort());
        // nothing is made for an intent that has no way
        const met = new Set(ways.map(({ intentId }) => intentId));
        for (const { intentIds } of steps) for (const id of intentIds) expect(met).toContain(id);
      }),
      RUNS,
    );
  });

  it("is the same plan in whatever order the intents come", () => {
    fc.assert(
      fc.property(
        drawn.chain((intents) =>
          fc.tuple(fc.constant(intents), fc.shuffledSubarray(intents, { minLength: intents.length })),
        ),
        ([intents, shuffled]) => {
          expect(planConnections(shuffled, world).hash).toBe(planConnections(intents, world).hash);
        },
      ),
      RUNS,
    );
  });

  it("is the same again once it is made, and what is made elsewhere does not make it stale", () => {
    fc.assert(
      fc.property(drawn, (intents) => {
        const first = planConnections(intents, world);
        const again = planConnections(intents, { ...world, made: first.steps });
        expect(again.steps.map(({ key, desired }) => ({ key, desired }))).toEqual(
          first.steps.map(({ key, desired }) => ({ key, desired })),
        );

        const elsewhere = ProvisionStep.parse({
          id: "aws-private-zone-elsewhere",
          resource: "aws.private-zone",
          cloud: "aws",
          accountId: "1",
          regionId: "us-east-1",
          key: "aws/private-zone/vpc-elsewhere/x.example",
          desired: { name: "x.example", vpcId: "vpc-elsewhere" },
          summary: "a zone elsewhere",
          intentIds: ["in-elsewhere"],
        });
        expect(planConnections(intents, { ...world, made: [elsewhere] }).worldHash).toBe(first.worldHash);
        if (first.steps.length > 0) expect(again.worldHash).not.toBe(first.worldHash);
      }),
      RUNS,
    );
  });

  it("is undone in reverse", () => {
    fc.assert(
      fc.property(drawn, (intents) => {
        const { steps, undo } = planConnections(intents, world);
        expect([...undo].reverse()).toEqual(steps.map(({ summary }) => `Take back: ${summary}`));
      }),
      RUNS,
    );
  });

  it("opens nothing to everybody, and holds names of secrets only", () => {
    fc.assert(
      fc.property(drawn, (intents) => {
        for (const { desired, resource } of planConnections(intents, world).steps) {
          expect(JSON.stringify(desired)).not.toMatch(/"(0\.0\.0\.0|::)(\/0)?"/);
          for (const [field, value] of Object.entries(desired))
            if (/secret|psk|password/i.test(field)) expect(value).toMatch(/^psk-[0-9a-f]{16}$/);
          if (resource === "aws.vpn-connection") expect(desired.tunnels).toHaveLength(2);
        }
      }),
      RUNS,
    );
  });

  it("makes zones of one name each, or of a kind of private endpoint, and every record an address of its own", () => {
    fc.assert(
      fc.property(drawn, (intents) => {
        const { steps } = planConnections(intents, world);
        const values = new Map<string, string>();
        for (const { resource, desired, key } of steps) {
          if (resource.endsWith(".private-zone"))
            expect(String(desired.dnsName ?? desired.name)).toMatch(/^(erp|db|orderdb)\..+|^privatelink\./);
          if (!resource.endsWith(".dns-record")) continue;
          expect(values.has(key)).toBe(false);
          values.set(key, String(desired.values));
          expect(desired.values).toHaveLength(1);
        }
      }),
      RUNS,
    );
  });

  it("gives a table one way to a prefix, and makes subnets that touch nothing", () => {
    fc.assert(
      fc.property(drawn, (intents) => {
        const { steps } = planConnections(intents, world);
        const ways = new Map<string, string>();
        const made = new Map<string, string[]>();
        for (const { resource, desired } of steps) {
          if (resource === "azure.subnet") {
            const vnet = topology.networks.find(({ nativeId }) => nativeId === desired.vnetId);
            const there = [...(vnet?.subnets ?? []).map(({ cidr }) => cidr), ...(made.get(`${desired.vnetId}`) ?? [])];
            for (const cidr of there) expect(cidrsOverlap(cidr, String(desired.prefix))).toBe(false);
            made.set(`${desired.vnetId}`, [...(made.get(`${desired.vnetId}`) ?? []), String(desired.prefix)]);
          }
          if (!/route$/.test(resource)) continue;
          const table = `${desired.routeTableId ?? desired.routeTableIds} ${desired.prefix}`;
          const next = String(
            desired.attachmentId ?? desired.transitGatewayId ?? desired.peeringId ?? desired.nextHopType,
          );
          expect(ways.get(table) ?? next).toBe(next);
          ways.set(table, next);
        }
      }),
      RUNS,
    );
  });

  it("uses a range inside a tunnel once at a gateway, and at Azure only from its own range", () => {
    fc.assert(
      fc.property(drawn, (intents) => {
        const used = new Map<string, string[]>();
        for (const { resource, desired, lock } of planConnections(intents, world).steps) {
          if (resource === "azure.vpn-gateway")
            for (const ip of (desired.bgpAddresses as readonly (readonly string[])[]).flat()) {
              expect(ip).toMatch(/^169\.254\.2[12]\./);
              used.set(lock ?? "", [...(used.get(lock ?? "") ?? []), ip]);
            }
          if (resource === "gcp.bgp-peer")
            used.set(`${lock}`, [...(used.get(`${lock}`) ?? []), String(desired.ipRange)]);
          if (resource === "onprem.ipsec-tunnel")
            used.set(`${lock}`, [...(used.get(`${lock}`) ?? []), String(desired.insideCidr)]);
          if (resource === "aws.vpn-connection") {
            const gateway = String(desired.transitGatewayId);
            const inside = (desired.tunnels as readonly { insideCidr: string }[]).map(({ insideCidr }) => insideCidr);
            used.set(gateway, [...(used.get(gateway) ?? []), ...inside]);
          }
        }
        for (const ranges of used.values()) expect(new Set(ranges).size).toBe(ranges.length);
      }),
      RUNS,
    );
  });
});

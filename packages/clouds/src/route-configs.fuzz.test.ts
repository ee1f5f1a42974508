import { RouteConfig, type RouteIntent } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultsOf } from "../../../test/golden/routes/check-terraform.ts";
import { routeConfigsFor } from "./route-configs.ts";

const hex = (prefix: string) =>
  fc.constantFrom("0123456789abcdef0", "0fedcba9876543210").map((id) => `${prefix}-${id}`);
const ocid = (type: string) => fc.constantFrom("aaaa1", "aaaa2", "aaaa3").map((id) => `ocid1.${type}.oc1.iad.${id}`);
const subscription = "/subscriptions/7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const arm = (type: string) =>
  fc
    .tuple(fc.constantFrom("rg-one", "rg(two)"), fc.constantFrom("a1", "b2", "c3"))
    .map(([group, name]) => `${subscription}/resourceGroups/${group}/providers/Microsoft.Network/${type}/${name}`);
const hostile = fc.constantFrom(
  "'; reboot; '",
  "$(reboot)",
  "`reboot`",
  "x\nno router bgp",
  "${" + "var.secret}",
  "--all",
  "tgw-0123456789abcdef0\nreboot",
  "\u202eabc",
);

/** Names of every cloud, and what an attacker might call his tunnel. */
const name = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.oneof(
      hex("tgw-attach"),
      hex("pcx"),
      hex("tgw"),
      hex("dxgw-a"),
      ocid("drgattachment"),
      ocid("virtualcircuit"),
      arm("connections"),
      arm("expressRouteCircuits"),
    ),
  },
  { weight: 1, arbitrary: hostile },
);
const prefix = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 223 }), fc.integer({ min: 0, max: 255 }))
      .map(([a, b]) => `${a}.${b}.0.0/16`),
  },
  { weight: 1, arbitrary: fc.oneof(hostile, fc.constantFrom("0.0.0.0/0", "10.1.2.3/16", "vpc-name", "::/0")) },
);
const mostly = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: bad });

const places: readonly {
  cloud: RouteIntent["cloud"];
  kind: string;
  gateway: fc.Arbitrary<string>;
  table: fc.Arbitrary<string>;
}[] = [
  { cloud: "aws", kind: "transit-gateway", gateway: hex("tgw"), table: hex("tgw-rtb") },
  { cloud: "aws", kind: "network", gateway: hex("vpc"), table: hex("rtb") },
  { cloud: "azure", kind: "network", gateway: arm("virtualNetworks"), table: arm("routeTables") },
  { cloud: "azure", kind: "express-route-gateway", gateway: arm("virtualNetworkGateways"), table: hostile },
  { cloud: "azure", kind: "virtual-hub", gateway: arm("virtualHubs"), table: hostile },
  {
    cloud: "gcp",
    kind: "cloud-router",
    gateway: fc.constant("projects/globalcart-prod/regions/us-central1/routers/r-1"),
    table: hostile,
  },
  { cloud: "oci", kind: "drg", gateway: ocid("drg"), table: ocid("drgroutetable") },
  { cloud: "onprem", kind: "router", gateway: fc.constant("dc1-r1"), table: hostile },
];

const link = fc.record(
  {
    connectionId: mostly(fc.constantFrom("dx-1", "vpn-1", "Vpn 2"), hostile),
    kind: fc.constantFrom(
      "direct-connect",
      "express-route",
      "vpn",
      "interconnect",
      "fastconnect",
      "peering",
      "transit-peering",
      "internet",
    ),
    nativeId: name,
    aliases: fc.array(name, { maxLength: 4 }),
    neighborIp: mostly(
      fc.integer({ min: 1, max: 254 }).map((last) => `169.254.100.${last}`),
      hostile,
    ),
    neighborAsn: fc.constantFrom(64512, 65010),
    localAsn: fc.constant(65020),
    isDynamic: mostly(fc.constant(true), fc.constant(false)),
  },
  { requiredKeys: ["connectionId", "kind", "nativeId", "aliases", "localAsn", "isDynamic", "neighborIp"] },
);

const intents = fc.constantFrom(...places).chain(({ cloud, kind, gateway, table }) =>
  fc.record({
    id: fc.oneof(fc.uuid(), hostile),
    cloud: fc.constant(cloud),
    accountId: fc.constant("a"),
    regionId: mostly(fc.constantFrom("us-east-1", "eastus"), hostile),
    gatewayId: mostly(gateway, hostile),
    gatewayKind: fc.constant(kind),
    tableId: mostly(table, hostile),
    prefixes: fc.array(prefix, { minLength: 1, maxLength: 8 }),
    direction: fc.constantFrom("outbound" as const, "inbound" as const),
    links: fc.array(link, { minLength: 1, maxLength: 4 }),
  }),
);

/** What names the object that a call changes. */
const identities = [
  "TransitGatewayRouteTableId",
  "DestinationCidrBlock",
  "RouteTableId",
  "PrefixListId",
  "associationId",
  "resourceGroupName",
  "routeTableName",
  "routeName",
  "virtualNetworkGatewayConnectionName",
  "virtualHubName",
  "project",
  "region",
  "router",
  "virtualCircuitId",
  "drgRouteTableId",
  "drgRouteDistributionId",
];

/** A script without what stands in single quotes. */
const outsideQuotes = (text: string): string => text.replaceAll(/\\'|'[^']*'/g, "");

const routerLine =
  /^(no )?ip prefix-list SKY-[A-Z0-9-]+ seq \d+ (permit|deny) [\d./]+( le \d+)?$|^route-map SKY-[A-Z0-9-]+ permit \d\d$|^ match ip address prefix-list SKY-[A-Z0-9-]+$|^ set (local-preference \d+|metric \d+|as-path prepend [\d ]+|community 7224:7[123]00 additive)$|^exit$|^$/;

describe("clouds/route-configs", () => {
  it("answers every intent with a configuration or a reason, whatever its names are", () => {
    const mechanisms = new Set<string>();
    fc.assert(
      fc.property(intents, (intent) => {
        const { configs, refusals } = routeConfigsFor([intent]);

        expect(configs.length + refusals.length).toBe(1);
        for (const { reason } of refusals) expect(reason.length).toBeGreaterThan(20);
        for (const config of configs) {
          mechanisms.add(RouteConfig.parse(config).mechanism);
          checkCalls(config);
          checkTexts(config, intent);
          if (config.terraform) {
            expect(JSON.parse(JSON.stringify(config.terraform))).toEqual(config.terraform);
            expect(faultsOf(config.terraform)).toEqual([]);
          }
        }
      }),
      { numRuns: 3_000, seed: 7 },
    );
    // the property says something only where configurations come out
    expect(mechanisms.size).toBeGreaterThanOrEqual(12);
  });

  it("makes the same of the same", () => {
    fc.assert(
      fc.property(intents, (intent) => {
        expect(routeConfigsFor([intent])).toEqual(routeConfigsFor([structuredClone(intent)]));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it("is not stopped by an intent that is refused", () => {
    fc.assert(
      fc.property(fc.array(intents, { minLength: 2, maxLength: 6 }), (all) => {
        const { configs, refusals } = routeConfigsFor(all);

        expect(configs.length + refusals.length).toBe(all.length);
        expect(configs).toEqual(all.flatMap((intent) => routeConfigsFor([intent]).configs));
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

function checkCalls({ calls }: RouteConfig): void {
  for (const [i, { input, undo, readBack }] of calls.entries()) {
    const named = identities.filter((key) => key in input);
    for (const key of named) expect(undo.input[key]).toEqual(input[key]);
    // what the call itself makes is named by its answer
    if (named.length === 0) expect(JSON.stringify(undo.input)).toContain(`"$from":{"call":${i},`);
    expect(readBack.expect).not.toBe("");
  }
}

function checkTexts({ scripts, summary, notes }: RouteConfig, intent: RouteIntent): void {
  const outside = [
    intent.id,
    intent.gatewayId,
    intent.tableId ?? "",
    intent.regionId,
    ...intent.prefixes,
    ...intent.links.flatMap(({ nativeId, aliases, neighborIp = "" }) => [nativeId, ...aliases, neighborIp]),
  ];
  for (const { dialect, apply, undo } of scripts)
    for (const text of [apply, undo]) {
      if (dialect === "frr") for (const line of text.split("\n")) expect(line).toMatch(routerLine);
      else if (dialect !== "ios-xe" && dialect !== "junos")
        for (const word of outside) expect(outsideQuotes(text).includes(word)).toBe(false);
      expect(text).not.toMatch(/reboot|secret|no router/);
    }
  for (const text of [summary, ...notes]) expect(text).not.toMatch(/[\n\r\u202e]/);
}

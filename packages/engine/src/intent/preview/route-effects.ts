import type { Json, ProvisionStep, RouteEffect, SeenRoute, Topology } from "@skylane/core";
import type { Join } from "../design/design-draft.ts";
import { bestRoute } from "../design/vpc-routes.ts";

/**
 * What changes in the tables, predicted from the steps in both directions: routes that are written, and those that gateways learn
 * from each other over what is new.
 */
export function routeEffects(
  topology: Topology,
  steps: readonly ProvisionStep[],
  joins: readonly Join[],
): readonly RouteEffect[] {
  const effects = [...writtenRoutes(topology, steps), ...joins.flatMap((join) => learntRoutes(topology, join))];
  return effects
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => (`${a.owner} ${a.prefix}` < `${b.owner} ${b.prefix}` ? -1 : 1));
}

/** Routes that steps write over: somebody's traffic takes them today. One sentence each. */
export const replacedRoutes = (topology: Topology, steps: readonly ProvisionStep[]): readonly string[] =>
  routeWrites(topology, steps).flatMap(({ tableId, prefix, before, after }) =>
    before?.prefix === prefix
      ? [`the route ${prefix} in ${tableId} leads to ${nextInWords(before)} today, and to ${after} then`]
      : [],
  );

const writtenRoutes = (topology: Topology, steps: readonly ProvisionStep[]): readonly RouteEffect[] =>
  routeWrites(topology, steps).map(({ owner, tableId, prefix, before, after }) => ({
    owner,
    prefix: `${prefix} in ${tableId}`,
    before: before ? nextInWords(before) : null,
    after,
  }));

function routeWrites({ routes, networks, gateways }: Topology, steps: readonly ProvisionStep[]) {
  const keyOf = new Map(networks.map(({ nativeId, key }) => [nativeId, key]));
  const ownerOfTable = new Map(gateways.map(({ handles, key }) => [handles?.defaultRouteTableId, key]));
  const write = (owner: string, tableId: string, prefix: Json | undefined, after: string) => {
    const own = routes.filter((one) => one.owner === owner);
    return [{ owner, tableId, prefix: String(prefix), before: bestRoute(own, tableId, String(prefix)), after }];
  };
  return steps.flatMap(({ resource, desired }) => {
    switch (resource) {
      case "aws.vpc-route": {
        const [tableId = ""] = desired.routeTableIds as readonly string[];
        const after = desired.peeringId === undefined ? "the transit gateway" : "the peering";
        return write(keyOf.get(String(desired.vpcId)) ?? String(desired.vpcId), tableId, desired.prefix, after);
      }
      case "aws.transit-route": {
        const tableId = String(desired.routeTableId);
        return write(
          ownerOfTable.get(tableId) ?? tableId,
          tableId,
          desired.prefix,
          "the peering of the transit gateways",
        );
      }
      case "azure.user-route":
        return write(
          keyOf.get(String(desired.vnetId)) ?? String(desired.vnetId),
          String(desired.routeTableId),
          desired.prefix,
          "the VPN gateway",
        );
      default:
        return [];
    }
  });
}

/** Each side of a VPN is told what stands behind the other; the networks of a peering, and what is attached, likewise. */
function learntRoutes(topology: Topology, { kind, label, sides }: Join): readonly RouteEffect[] {
  // its routes are written one by one
  if (kind === "transit-peering") return [];
  const [a, b] = sides;
  return [
    [a, b],
    [b, a],
  ].flatMap(([near, far]) =>
    prefixesBehind(topology, far?.networkKeys ?? []).map((prefix): RouteEffect => {
      const owner = near?.key ?? "";
      const before = topology.routes.find((one) => one.owner === owner && one.prefix === prefix && one.isActive);
      return { owner, prefix, before: before ? nextInWords(before) : null, after: label };
    }),
  );
}

const prefixesBehind = ({ networks }: Topology, keys: readonly string[]): readonly string[] => [
  ...new Set(networks.filter(({ key }) => keys.includes(key)).flatMap(({ cidrs }) => cidrs)),
];

const nextInWords = ({ next: { kind, key } }: SeenRoute): string =>
  key === undefined ? kind : `${kind} ${key.slice(-80)}`;

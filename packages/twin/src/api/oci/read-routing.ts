import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { circuitEnds, virtualCircuits } from "./circuits.ts";
import { distributionOf, drgOfDistribution, statements } from "./distributions.ts";
import { drgOfRouteTable, drgRouteRules, drgRouteTableOf } from "./drgs.ts";
import { circuitId, drgId } from "./ids.ts";
import { ociOk, ociPage } from "./oci-answer.ts";
import type { Locality } from "./tenancy.ts";
import { circuitEtag } from "./write-circuit.ts";

/** Route tables and import distributions of DRGs: all of a DRG, one, or what is in one. */
export function readRouting(
  here: Locality,
  collection: "drgRouteTables" | "drgRouteDistributions",
  [id, child, ...more]: readonly string[],
  { query, path }: RestRequest,
): RestAnswer | undefined {
  const isTable = collection === "drgRouteTables";
  const show = isTable ? drgRouteTableOf : distributionOf;
  if (id === undefined) {
    const gateway = here.gateways.find((one) => drgId(one) === query.get("drgId"));
    return gateway && ociPage([show(here, gateway)], query, path);
  }
  const gateway = isTable ? drgOfRouteTable(here, id) : drgOfDistribution(here, id);
  if (!gateway || more.length > 0) return undefined;
  if (child === undefined) return ociOk(show(here, gateway));
  if (isTable && child === "drgRouteRules") {
    const type = query.get("routeType");
    const rules = drgRouteRules(here, gateway).filter(({ routeType }) => type === null || routeType === type);
    return ociPage(rules, query, path);
  }
  return isTable || child !== "drgRouteDistributionStatements"
    ? undefined
    : ociPage(statements(here, gateway), query, path);
}

/** A virtual circuit, with the version that a write may name. */
export function readCircuit(here: Locality, id: string): RestAnswer | undefined {
  const row = virtualCircuits(here).find((one) => one.id === id);
  for (const gateway of here.gateways)
    for (const end of circuitEnds(here.world, gateway))
      if (row && circuitId(gateway, end) === id) return ociOk(row, { etag: circuitEtag(here, gateway, end) });
  return undefined;
}

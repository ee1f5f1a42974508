import { plain, withoutEmpty } from "./plain-maps.ts";
import type { RoutingState } from "./routing-state.ts";

/** Tables in which being empty says no more than not being there. */
const EMPTY_IS_ABSENT: readonly string[] = [
  "staticRoutes",
  "networkRoutes",
  "vpcRoutes",
  "routePolicies",
  "drgRules",
] satisfies readonly (keyof RoutingState)[];

/** Routing as plain JSON, the same for the same routing however it came about. */
export const canonicalRouting = ({ circuits, ...tables }: RoutingState): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      plain(EMPTY_IS_ABSENT.includes(name) ? withoutEmpty(table) : table),
    ]),
  ),
  circuits: plain(
    new Map(
      [...circuits].flatMap(([key, { writeCount: _, ...circuit }]) =>
        circuit.trafficMode === "NORMAL" && circuit.displayName === undefined ? [] : [[key, circuit]],
      ),
    ),
  ),
});

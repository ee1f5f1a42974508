import type { TopologyConnection } from "@skylane/core";
import type { Address } from "./address.ts";
import type { EstateIndex } from "./estate-index.ts";

export type Filter = Pick<Address, "states" | "undeclaredOnly" | "findingsOnly">;

/** The connections that a filter leaves, in the order of the topology. */
export const shownConnections = (
  { topology, findingsOn }: Pick<EstateIndex, "topology" | "findingsOn">,
  { states, undeclaredOnly, findingsOnly }: Filter,
): readonly TopologyConnection[] =>
  topology.connections.filter(
    ({ id, status, isDeclared }) =>
      (states.length === 0 || states.includes(status)) &&
      (!undeclaredOnly || !isDeclared) &&
      (!findingsOnly || findingsOn.has(id)),
  );

export const isFiltering = ({ states, undeclaredOnly, findingsOnly }: Filter): boolean =>
  states.length > 0 || undeclaredOnly || findingsOnly;

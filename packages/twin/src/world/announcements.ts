import type { EstateConnection, EstateEnd, EstateNetwork } from "../estate/estate.ts";
import type { Announced } from "./built/tunnel-end.ts";
import type { RoutingState } from "./routing-state.ts";
import { BLACKHOLE } from "./select-route.ts";

/** Key of what a Direct Connect gateway may announce over a connection for the gateway behind it. */
export const allowedKey = (gatewayId: string, connectionId: string): string => `${gatewayId}|${connectionId}`;

/** An end of a connection with what it announces now: what its API was last told, else what the estate says. */
export function endNow(state: RoutingState, { id }: EstateConnection, end: EstateEnd): EstateEnd {
  const allowed = state.allowedPrefixes.get(allowedKey(end.at, id));
  return allowed === undefined ? end : { ...end, announces: [...allowed] };
}

/** An end of a built tunnel with what follows from the networks attached to its gateway, or from a table of it. */
export function withAttached(
  state: RoutingState,
  end: EstateEnd,
  { isWithNetworks, tableId }: Announced,
  networks: readonly EstateNetwork[],
): EstateEnd {
  if (!isWithNetworks && tableId === undefined) return end;
  const propagated = networks.filter(({ attachmentId }) => state.propagations.has(`${tableId}|${attachmentId ?? ""}`));
  const elsewhere = [...(state.staticRoutes.get(tableId ?? "") ?? [])].flatMap(([prefix, attachmentId]) =>
    attachmentId === BLACKHOLE || attachmentId === end.attachmentId ? [] : [prefix],
  );
  const ranges = [...(isWithNetworks ? networks : []), ...propagated].flatMap(({ cidrs }) => cidrs);
  return { ...end, announces: [...new Set([...end.announces, ...ranges, ...elsewhere])] };
}

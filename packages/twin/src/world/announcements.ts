import type { EstateConnection, EstateEnd } from "../estate/estate.ts";
import type { RoutingState } from "./routing-state.ts";

/** Key of what a Direct Connect gateway may announce over a connection for the gateway behind it. */
export const allowedKey = (gatewayId: string, connectionId: string): string => `${gatewayId}|${connectionId}`;

/** An end of a connection with what it announces now: what its API was last told, else what the estate says. */
export function endNow(state: RoutingState, { id }: EstateConnection, end: EstateEnd): EstateEnd {
  const allowed = state.allowedPrefixes.get(allowedKey(end.at, id));
  return allowed === undefined ? end : { ...end, announces: [...allowed] };
}

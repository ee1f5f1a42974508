import type { EstateConnection, EstateEnd } from "../estate/estate.ts";
import { covers } from "./prefix.ts";
import type { CloudRouterPeer, RoutingState } from "./routing-state.ts";

/** Priority of what a Cloud Router announces, and of what it hears, unless a MED says more. */
export const BASE_PRIORITY = 100;

/** A session of a Cloud Router as it was last written; `undefined` = as the estate has it. */
const writtenPeer = (state: RoutingState, gatewayId: string, connectionId: string): CloudRouterPeer | undefined =>
  state.cloudRouters.get(gatewayId)?.get(connectionId);

/** The MED that an end announces over a connection: what a Cloud Router was told to, else what the estate says. */
export const announcedMed = (state: RoutingState, connectionId: string, { at, med }: EstateEnd): number =>
  writtenPeer(state, at, connectionId)?.priority ?? med;

/** What a router takes a MED for: a Cloud Router's import policies of that session set it, each in turn. */
export function importedMed(
  state: RoutingState,
  gatewayId: string,
  connectionId: string,
  prefix: string,
  announced: number,
): number {
  let med = announced;
  for (const name of writtenPeer(state, gatewayId, connectionId)?.importPolicies ?? []) {
    const policy = state.routePolicies.get(gatewayId)?.get(name);
    if (policy?.prefixes.some((range) => covers(range, prefix))) med = policy.med;
  }
  return med;
}

/** True where a Cloud Router at either end was told to have no such session: it is switched off, or not in the list any more. */
export const isSessionClosed = (state: RoutingState, { id, a, b }: EstateConnection): boolean =>
  state.cloudRouters.size > 0 &&
  a.peerIp !== undefined &&
  b.peerIp !== undefined &&
  [a, b].some(({ at }) => state.cloudRouters.has(at) && writtenPeer(state, at, id)?.isEnabled !== true);

import type { EstateEnd } from "../estate/estate.ts";
import { covers, prefixBits } from "./prefix.ts";
import type { PrefixListEntry, RoutingState } from "./routing-state.ts";

/**
 * The lists that the route-maps of every router match from the start, for each of its connections (clouds.md 7.2). The
 * first entry of a map that matches decides, in this order: outbound withdraw (deny), shutdown (community 65535:0), prepend;
 * inbound shutdown (local preference 0), drain (50).
 */
export const policyLists = (connectionId: string) => {
  const id = connectionId.toUpperCase();
  return {
    in: { drain: `SKY-DRAIN-${id}-IN`, shutdown: `SKY-SHUTDOWN-${id}-IN` },
    out: { withdraw: `SKY-WITHDRAW-${id}-OUT`, shutdown: `SKY-SHUTDOWN-${id}-OUT`, prepend: `SKY-PREPEND-${id}-OUT` },
  } as const;
};

/** What ends each of them: without it FRR would take an empty list for one that permits all. */
export const LIST_END: readonly [sequence: number, entry: PrefixListEntry] = [
  4_294_967_294,
  { action: "deny", prefix: "0.0.0.0/0", le: 32 },
];

const DRAINED_LOCAL_PREFERENCE = 50;
const SHUT_DOWN_LOCAL_PREFERENCE = 0;
/** How often the prepending entry puts the own AS number before the path. */
const PREPEND_COUNT = 3;

/** An end as the other hears it: without what its router was told to withdraw. */
export function asTold(state: RoutingState, connectionId: string, end: EstateEnd): EstateEnd {
  const { withdraw } = policyLists(connectionId).out;
  if (!state.prefixLists.has(`${end.at}|${withdraw}`)) return end;
  return { ...end, announces: end.announces.filter((prefix) => !isListed(state, end.at, withdraw, prefix)) };
}

/** How often an end puts its AS number before a prefix besides the once that is due. */
export function announcedPrepend(state: RoutingState, connectionId: string, end: EstateEnd, prefix: string): number {
  const { prepend, shutdown } = policyLists(connectionId).out;
  const isPrepended = isListed(state, end.at, prepend, prefix) && !isListed(state, end.at, shutdown, prefix);
  return isPrepended ? PREPEND_COUNT : end.asPathPrepend;
}

/** What a router takes a prefix for that an end tells it. Another router of ours honours 65535:0, as RFC 8326 asks; no cloud does. */
export function heardLocalPreference(
  state: RoutingState,
  router: { readonly id: string; readonly cloud: string },
  connectionId: string,
  { own, other }: { readonly own: EstateEnd; readonly other: EstateEnd },
  prefix: string,
): number {
  const { in: inbound, out } = policyLists(connectionId);
  const isMarked = router.cloud === "onprem" && isListed(state, other.at, out.shutdown, prefix);
  if (isMarked || isListed(state, router.id, inbound.shutdown, prefix)) return SHUT_DOWN_LOCAL_PREFERENCE;
  return isListed(state, router.id, inbound.drain, prefix) ? DRAINED_LOCAL_PREFERENCE : own.localPreference;
}

function isListed(state: RoutingState, gatewayId: string, list: string, prefix: string): boolean {
  const entries = [...(state.prefixLists.get(`${gatewayId}|${list}`) ?? [])].sort(([one], [other]) => one - other);
  return entries.find(([, entry]) => matchesEntry(entry, prefix))?.[1].action === "permit";
}

function matchesEntry({ prefix: listed, le }: PrefixListEntry, prefix: string): boolean {
  const bits = prefixBits(prefix);
  return covers(listed, prefix) && bits <= (le ?? prefixBits(listed));
}

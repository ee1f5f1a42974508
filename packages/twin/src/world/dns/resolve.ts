import type { DnsRecord, ForwardRule, PrivateZone } from "../../estate/names.ts";
import type { World } from "../world.ts";
import { recordKey } from "./dns-state.ts";
import { publicRecord } from "./public-names.ts";
import { insideOf, type Resolver, resolverAt } from "./resolver-at.ts";

/** What a resolver says of a name, and how long it took to find out. */
export interface Resolution {
  readonly status: "NOERROR" | "NXDOMAIN" | "SERVFAIL";
  /** Aliases first, in the order they were followed. */
  readonly records: readonly DnsRecord[];
  readonly delayMs: number;
}

/** What resolving looks at. */
export type Resolving = Pick<World, "atlas" | "dns" | "services" | "send">;

/** Aliases and forwards that are followed: two resolvers that ask each other end here. */
const MAX_STEPS = 8;
/** After so long without an answer a resolver asks the next target. */
const FORWARD_TIMEOUT_MS = 2_000;
const QUERY_BYTES = 100;

/**
 * What the resolver of a network answers. The longest of the private zones and forward rules of that network decides; what
 * none of them knows is asked of the world. A forwarded question and its answer take the real way between the networks.
 */
export function resolve(world: Resolving, networkId: string, name: string, type: string, steps = 0): Resolution {
  if (steps === MAX_STEPS) return failed(0);
  const rule = longest(linked(world.dns.forwardRules, world.dns.ruleLinks, networkId), ({ domain }) => domain, name);
  const zone = longest(linked(world.dns.zones, world.dns.zoneLinks, networkId), (one) => one.name, name);
  if (rule && (!zone || rule.domain.length >= zone.name.length))
    return forward(world, rule, networkId, name, type, steps);
  const known = zone
    ? zoneRecords(world, zone, name)
    : [publicRecord(world.services, name)].filter((one) => one !== undefined);
  const alias = known.find((record) => record.type === "CNAME");
  if (!alias || type === "CNAME") {
    const records = known.filter((record) => record.type === type);
    return { status: known.length > 0 ? "NOERROR" : "NXDOMAIN", records, delayMs: 0 };
  }
  const rest = resolve(world, networkId, alias.values[0] ?? "", type, steps + 1);
  return { ...rest, records: [alias, ...rest.records] };
}

const failed = (delayMs: number): Resolution => ({ status: "SERVFAIL", records: [], delayMs });

function linked<T>(
  all: ReadonlyMap<string, T>,
  links: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
  networkId: string,
): readonly T[] {
  return [...all].filter(([id]) => links.get(id)?.has(networkId)).map(([, one]) => one);
}

function longest<T>(all: readonly T[], domainOf: (one: T) => string, name: string): T | undefined {
  return all
    .filter((one) => name === domainOf(one) || name.endsWith(`.${domainOf(one)}`))
    .toSorted((one, other) => domainOf(other).length - domainOf(one).length)
    .at(0);
}

function zoneRecords({ dns }: Resolving, zone: PrivateZone, name: string): readonly DnsRecord[] {
  const records = dns.records.get(zone.id);
  return (["A", "CNAME"] as const).flatMap((type) => records?.get(recordKey({ name, type })) ?? []);
}

/** Asks the targets of a rule one after the other; who does not answer costs time. */
function forward(
  world: Resolving,
  rule: ForwardRule,
  networkId: string,
  name: string,
  type: string,
  steps: number,
): Resolution {
  const network = world.atlas.networks.get(rule.fromNetworkId ?? networkId);
  const from = network && insideOf(network);
  let waitedMs = 0;
  for (const target of from === undefined ? [] : rule.targets) {
    const resolver = resolverAt(world, from ?? "", target);
    const roundTripMs = resolver && roundTrip(world, from ?? "", resolver);
    if (resolver && roundTripMs !== undefined) {
      const answer = resolve(world, resolver.networkId, name, type, steps + 1);
      return { ...answer, delayMs: waitedMs + roundTripMs + answer.delayMs };
    }
    waitedMs += FORWARD_TIMEOUT_MS;
  }
  return failed(waitedMs);
}

function roundTrip(world: Resolving, from: string, { routedTo }: Resolver): number | undefined {
  const there = world.send(from, routedTo, QUERY_BYTES);
  const back = there.kind === "arrives" ? world.send(routedTo, from, QUERY_BYTES) : there;
  return there.kind === "arrives" && back.kind === "arrives" ? there.delayMs + back.delayMs : undefined;
}

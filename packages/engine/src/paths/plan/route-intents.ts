import type { ConnectionEnd, RouteIntent, TopologyConnection } from "@skylane/core";
import type { Hop } from "../../topology/index.ts";
import type { ChoiceSession } from "./session.ts";

/** What a plan asks of routing, and what routing cannot tell apart. */
export interface RouteIntents {
  readonly intents: readonly RouteIntent[];
  /** Flows that would need another way than others to the same address from the same place: routes look at destinations only. */
  readonly undecidable: readonly {
    readonly flowIds: readonly string[];
    readonly gatewayKey: string;
    readonly prefix: string;
  }[];
}

interface Preference {
  readonly flowId: string;
  readonly gb: number;
  readonly prefixes: readonly string[];
  readonly host: string;
  /** First hop from the gateway on the planned ways: primary, then backup. */
  readonly order: readonly Hop[];
  /** Hop that today's routing takes there. */
  readonly today: Hop | undefined;
}

/**
 * Turns a plan into what each gateway shall prefer, for both directions of the traffic. Routes know destinations, not flows: the
 * way that carries most to a network is preferred for its prefixes, and flows that go another way get a route for their own host.
 * Only what differs from today's routing, unless everything is asked for.
 */
export function routeIntents(session: ChoiceSession, isEverything = false): RouteIntents {
  const preferences = gather(session);
  const intents: RouteIntent[] = [];
  const undecidable: { flowIds: string[]; gatewayKey: string; prefix: string }[] = [];
  for (const [key, wanted] of preferences) {
    const [gatewayKey = "", network = ""] = key.split("\n");
    const byWay = Map.groupBy(wanted, ({ order }) => order.map(({ connection }) => connection.id).join(" "));
    const [main, ...others] = [...byWay.values()].sort((a, b) => gbOf(b) - gbOf(a));
    const [lead] = main ?? [];
    if (!main || !lead) continue;
    const add = (members: readonly Preference[], prefixes: readonly string[], tag: string): void => {
      const isAsToday = members.every(({ order, today }) => order[0]?.connection === today?.connection);
      const [first] = members;
      if (!first || (isAsToday && !isEverything)) return;
      const intent = intentOf(session, gatewayKey, prefixes, first.order, tag);
      if (intent) intents.push(intent);
    };
    add(main, lead.prefixes, network);
    const hosts = new Map<string, string>();
    for (const members of others)
      for (const [host, ofHost] of Map.groupBy(members, (one) => one.host)) {
        const taken = hosts.get(host) ?? (main.some((one) => one.host === host) ? "main" : undefined);
        if (taken !== undefined)
          undecidable.push({ flowIds: ofHost.map(({ flowId }) => flowId), gatewayKey, prefix: `${host}/32` });
        else {
          hosts.set(host, key);
          add(ofHost, [`${host}/32`], host);
        }
      }
  }
  return { intents: intents.sort((a, b) => (a.id < b.id ? -1 : 1)), undecidable };
}

const gbOf = (preferences: readonly Preference[]): number => preferences.reduce((sum, { gb }) => sum + gb, 0);

/** By gateway and destination network: what each flow wants there, in both directions. */
function gather({ built, solution, facts }: ChoiceSession): ReadonlyMap<string, Preference[]> {
  const cidrsOf = new Map(facts.topology.networks.map(({ key, cidrs }) => [key, cidrs]));
  const found = new Map<string, Preference[]>();
  const add = (gatewayKey: string, networkKey: string | undefined, one: Preference): void => {
    const key = `${gatewayKey}\n${networkKey ?? one.host}`;
    found.set(key, [...(found.get(key) ?? []), one]);
  };
  for (const [i, { placed, candidates, today }] of built.choices.entries()) {
    const [part] = [...(solution.assignment.parts[i] ?? [])].sort((a, b) => b.share - a.share);
    const primary = part && candidates[part.primary]?.hops;
    const backup = part?.backup === undefined ? undefined : candidates[part.backup]?.hops;
    if (!primary) continue;
    const { flow, sourceKey, destinationKey } = placed;
    const gb = (flow.monthlyGb ?? 0) + (flow.replyMonthlyGb ?? 0);
    const one = (
      networkKey: string | undefined,
      host: string,
      order: readonly (Hop | undefined)[],
      now: Hop | undefined,
    ): Preference => ({
      flowId: flow.id,
      gb,
      prefixes: (networkKey === undefined ? undefined : cidrsOf.get(networkKey)) ?? [`${host}/32`],
      host,
      order: order.filter((hop) => hop !== undefined),
      today: now,
    });
    for (const hop of primary) {
      add(
        hop.from,
        destinationKey,
        one(
          destinationKey,
          flow.destination.ip,
          [hop, backup?.find(({ from }) => from === hop.from)],
          today?.hops.find(({ from }) => from === hop.from),
        ),
      );
      add(
        hop.to,
        sourceKey,
        one(
          sourceKey,
          flow.source.ip,
          [hop, backup?.find(({ to }) => to === hop.to)],
          today?.hops.find(({ to }) => to === hop.to),
        ),
      );
    }
  }
  return found;
}

function intentOf(
  { facts }: ChoiceSession,
  gatewayKey: string,
  prefixes: readonly string[],
  order: readonly Hop[],
  tag: string,
): RouteIntent | undefined {
  const gateway = facts.topology.gateways.find(({ key }) => key === gatewayKey);
  const network = gateway ? undefined : facts.topology.networks.find(({ key }) => key === gatewayKey);
  const place = gateway ?? network;
  if (!place) return undefined;
  const tableId = facts.topology.routes.find(({ owner }) => owner === gatewayKey)?.tableId;
  return {
    id: `${gatewayKey}:${tag}`,
    cloud: place.cloud,
    accountId: place.accountId,
    regionId: place.regionId,
    gatewayId: place.nativeId,
    gatewayKind: gateway?.kind ?? "network",
    ...(tableId !== undefined && { tableId }),
    prefixes: [...prefixes],
    direction: "outbound",
    links: order.map(({ connection }) => linkAt(connection, gatewayKey)),
  };
}

/** A link as the place at one of its ends knows it. */
function linkAt(connection: TopologyConnection, gatewayKey: string): RouteIntent["links"][number] {
  const own =
    connection.sightings.find(({ at }) => at === gatewayKey) ??
    connection.sightings.find(({ cloud }) => cloud === endAt(connection, gatewayKey)?.cloud);
  const { peerInsideIp, peerAsn, localAsn } = own?.join ?? {};
  return {
    connectionId: connection.id,
    kind: connection.kind,
    nativeId: own?.nativeId ?? connection.id,
    aliases: own?.aliases ?? [],
    ...(peerInsideIp !== undefined && { neighborIp: peerInsideIp }),
    ...(peerAsn !== undefined && { neighborAsn: peerAsn }),
    ...(localAsn !== undefined && { localAsn }),
    isDynamic: peerAsn !== undefined || own?.receivedPrefixes !== undefined || own?.receivedRouteCount !== undefined,
  };
}

const endAt = ({ ends }: TopologyConnection, key: string): ConnectionEnd | undefined =>
  ends.find(({ at }) => at === key);

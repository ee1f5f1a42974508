import type { IntentId, IntentIssue, PlannedWay, ProvisionStep } from "@skylane/core";
import { wayGraph } from "../../topology/index.ts";
import { circuitOrders, type Order } from "./circuit-order.ts";
import type { DesignDraft, Join } from "./design-draft.ts";
import { type Ends, issueOf } from "./ends.ts";
import { existingWay } from "./existing-way.ts";
import { findEnds } from "./find-ends.ts";
import { hubsOf } from "./hubs.ts";
import { insideRanges } from "./inside-ranges.ts";
import { makeNew } from "./make-new.ts";
import { wantEndpoint } from "./private-endpoint.ts";
import { wantAskedName, wantNames } from "./private-names.ts";
import { findPublicEnds, isPublicWanted, type PublicEnds, wantPublicEndpoint } from "./public-endpoint.ts";
import { wantRules } from "./security-rules.ts";
import { stepBook } from "./step-book.ts";
import { hubPairOf, meshSizes } from "./transit-peering.ts";
import { useExisting } from "./use-existing.ts";
import { wantUserRoutes } from "./user-routes.ts";
import { InsideRangesUsedUp } from "./vpn/index.ts";
import type { ConnectWorld, NamedIntent } from "./world.ts";

/** How many intents are met together: ways, steps in the order they can be made, and what could not be designed. */
export interface ConnectDesign {
  readonly ends: ReadonlyMap<IntentId, Ends>;
  /** Of those that go over the internet to a public endpoint. */
  readonly publicEnds: ReadonlyMap<IntentId, PublicEnds>;
  readonly ways: readonly PlannedWay[];
  readonly steps: readonly ProvisionStep[];
  readonly joins: readonly Join[];
  readonly orders: readonly Order[];
  readonly issues: readonly { readonly intentId: IntentId; readonly issue: IntentIssue }[];
  /** What a person should know before they approve. */
  readonly notes: readonly string[];
}

/**
 * Designs all intents together; pure. Ways that are there are used first; what has to be made is made once for all who need it:
 * one VPN between two gateways, one attachment, one rule. The order in which intents are given changes nothing.
 */
export function designConnections(intents: readonly NamedIntent[], world: ConnectWorld): ConnectDesign {
  const book = stepBook(world.made);
  const graph = wayGraph(world.topology, world.config);
  const hubs = hubsOf(world.topology, book, world.made);
  const ordered = inFixedOrder(intents);
  const placed = ordered
    .filter((named) => !isPublicWanted(named))
    .map((named) => ({ named, found: findEnds(world, graph, named) }));
  const draft: DesignDraft = {
    world,
    graph,
    book,
    hubs,
    meshSizes: meshSizes(
      placed.flatMap(({ found }) => {
        const pair = "rule" in found ? undefined : hubPairOf(hubs, found);
        if ("rule" in found || !pair || "hops" in existingWay(world, graph, hubs, found, new Map())) return [];
        return [{ pair, ends: found }];
      }),
    ),
    insideOf: insideRanges(world.topology, world.made),
    loads: new Map(),
    zoneNetworks: new Map(),
    joins: new Map(),
    circuits: [],
    notes: new Set(),
  };
  const ends = new Map<IntentId, Ends>();
  const ways: PlannedWay[] = [];
  const issues: { intentId: IntentId; issue: IntentIssue }[] = [];
  for (const { named, found } of placed) {
    const way = "rule" in found ? found : wayOf(draft, found);
    if ("rule" in way) {
      book.forget(named.id);
      issues.push({ intentId: named.id, issue: way });
      continue;
    }
    ends.set(named.id, found as Ends);
    ways.push(way);
  }
  const publicEnds = new Map<IntentId, PublicEnds>();
  for (const named of ordered.filter(isPublicWanted)) {
    const found = findPublicEnds(world, named);
    const way = "rule" in found ? found : wantPublicEndpoint(draft, found);
    if ("rule" in way) issues.push({ intentId: named.id, issue: way });
    else {
      publicEnds.set(named.id, found as PublicEnds);
      ways.push(way);
    }
  }
  const steps = book.close();
  const made = new Set(steps.map(({ id }) => id));
  return {
    ends,
    publicEnds,
    ways: ways.sort((a, b) => (a.intentId < b.intentId ? -1 : 1)),
    steps,
    joins: [...draft.joins.values()].filter(({ stepIds }) => stepIds.every((id) => made.has(id))),
    orders: circuitOrders(world, draft.circuits),
    issues: issues.sort((a, b) => (a.intentId < b.intentId ? -1 : 1)),
    notes: [...draft.notes].sort(),
  };
}

function wayOf(draft: DesignDraft, ends: Ends): PlannedWay | IntentIssue {
  const found = existingWay(draft.world, draft.graph, draft.hubs, ends, draft.loads);
  if (!("hops" in found) && found.shadowedBy !== undefined)
    return issueOf(
      "requirements",
      "way.routing-prefers",
      `Routing sends these packets over ${found.shadowedBy}, which may not carry them, and would go on doing so beside a new connection.`,
      "the same without what that connection lacks, or a policy that moves its traffic first",
    );
  try {
    const body = "hops" in found ? useExisting(draft, ends, found) : makeNew(draft, ends, found);
    if ("rule" in body) return body;
    for (const note of wantUserRoutes(draft, ends, body)) draft.notes.add(note);
    return { intentId: ends.id, ...body, destinationAddress: finish(draft, ends) };
  } catch (error) {
    if (!(error instanceof InsideRangesUsedUp)) throw error;
    return issueOf(
      "destination",
      "network.inside-ranges-free",
      "One of the two gateways has no range of four addresses left for the inside of another tunnel.",
      "a gateway with fewer tunnels",
    );
  }
}

/** Endpoint, name and rules at the ends; answers the address packets go to. */
function finish({ book, notes, zoneNetworks, world }: DesignDraft, ends: Ends): string {
  const { endpoint: plan, destinationIp } = ends;
  if (!plan) {
    const known = ends.name && wantAskedName(book, ends, ends.name, zoneNetworks);
    if (known !== undefined) notes.add(known);
    wantRules(book, ends, `${destinationIp}/32`, world.topology.gateways);
    return destinationIp;
  }
  const endpoint = wantEndpoint(book, ends, plan);
  const ip = endpoint.output("ip");
  const undone = wantNames(book, ends, plan, endpoint, zoneNetworks);
  if (undone !== undefined) notes.add(undone);
  wantRules(book, ends, `${ip}/32`, world.topology.gateways);
  return ip;
}

const inFixedOrder = (intents: readonly NamedIntent[]): readonly NamedIntent[] => {
  const sortKey = ({ id, intent: { source, destination, port } }: NamedIntent): string =>
    [source.key, destination.key, String(port).padStart(5, "0"), id].join("\n");
  return [...intents].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
};

import type {
  ChosenWay,
  Connection,
  Estimates,
  Network,
  SkylaneConfig,
  Topology,
  TopologyConnection,
} from "@skylane/core";
import { findWay, type GatewayKinds, gatewayKindsOf, type Hop, type WayGraph, wayGraph } from "../../topology/index.ts";

/** What is measured and promised of ways; the prior alone where nothing was measured. */
export interface WayPerformance {
  /** There and back, ms. */
  rttMsOf(sourceKey: string | undefined, hops: readonly Hop[]): number | undefined;
  availabilityOf(hops: readonly Hop[]): number | undefined;
  /** What the probes saw of it; `undefined` where none of its links is probed. */
  measuredOf(hops: readonly Hop[]): ChosenWay["measured"];
}

/** An estate made ready for choosing: its ways, what was written down about it, and what is known without looking. */
export interface EstateFacts {
  readonly topology: Topology;
  /** Every way there is: what routing takes today. */
  readonly graph: WayGraph;
  /**
   * Ways that a plan may send traffic over: a link that the inventory does not know has no owner who could agree to it, so it
   * carries what it carries and nothing new. Without an inventory every link is known.
   */
  readonly choiceGraph: WayGraph;
  readonly config: Pick<SkylaneConfig, "flows" | "groups" | "policies">;
  readonly networks: readonly Network[];
  /** Rows of the inventory, by id of the connection. */
  readonly inventory: ReadonlyMap<string, Connection>;
  readonly gatewayKinds: GatewayKinds;
  readonly estimates: Estimates;
  readonly performance: WayPerformance;
  /** The day the plan is made, `YYYY-MM-DD`: commitments are judged by it. */
  readonly today: string;
}

/** Puts them together; pure. */
export function estateFacts(
  topology: Topology,
  config: SkylaneConfig,
  estimates: Estimates,
  performance: WayPerformance,
  today: string,
): EstateFacts {
  const graph = wayGraph(topology, config);
  return {
    topology,
    graph,
    choiceGraph: config.connections.length === 0 ? graph : wayGraph(withOwnedLinks(topology, graph), config),
    config,
    networks: config.networks,
    inventory: new Map(config.connections.map((connection) => [connection.id, connection])),
    gatewayKinds: gatewayKindsOf(topology),
    estimates,
    performance,
    today,
  };
}

function withOwnedLinks(topology: Topology, graph: WayGraph): Topology {
  const inUse = new Set(
    graph.flows.flatMap((placed) =>
      (findWay(graph, placed, { isDead: () => false, isPolicyKept: false }) ?? []).map(
        ({ connection }) => connection.id,
      ),
    ),
  );
  return { ...topology, connections: topology.connections.filter(({ id, isDeclared }) => isDeclared || inUse.has(id)) };
}

/** Gathers what is not known, each thing once: a plan that lacks a price costs that much at least. */
export interface Unknowns {
  readonly missingPrices: ReadonlySet<string>;
  readonly assumptions: ReadonlySet<string>;
  missing(what: string): void;
  assume(what: string): void;
}

export function startUnknowns(): Unknowns {
  const missingPrices = new Set<string>();
  const assumptions = new Set<string>();
  return {
    missingPrices,
    assumptions,
    missing: (what) => void missingPrices.add(what),
    assume: (what) => void assumptions.add(what),
  };
}

/** Capacity in words of the plan: kinds of links that a dedicated port is behind. */
export const isDedicated = ({ kind }: Pick<TopologyConnection, "kind">): boolean =>
  kind === "direct-connect" || kind === "express-route" || kind === "interconnect" || kind === "fastconnect";

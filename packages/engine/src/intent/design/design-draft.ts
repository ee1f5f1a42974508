import type { WayGraph } from "../../topology/index.ts";
import type { CircuitWish } from "./circuit-order.ts";
import type { Loads } from "./existing-way.ts";
import type { ZoneNetworks } from "./host-zone.ts";
import type { Hubs } from "./hubs.ts";
import type { InsideOf } from "./inside-ranges.ts";
import type { StepBook } from "./step-book.ts";
import type { ConnectWorld } from "./world.ts";

/** Two places that are joined by something new, and the networks that can meet over it. */
export interface Join {
  readonly kind: "vpn" | "peering" | "transit-peering" | "attachment";
  readonly label: string;
  readonly stepIds: readonly string[];
  readonly sides: readonly [JoinSide, JoinSide];
}
export interface JoinSide {
  /** Of the gateway, or of the network where it has none. */
  readonly key: string;
  readonly networkKeys: readonly string[];
}

/** A design in the making: what all its intents share. */
export interface DesignDraft {
  readonly world: ConnectWorld;
  readonly graph: WayGraph;
  readonly book: StepBook;
  readonly hubs: Hubs;
  readonly insideOf: InsideOf;
  readonly loads: Loads;
  /** Pairs of VPCs that lack a way, by the key of their two transit gateways. */
  readonly meshSizes: ReadonlyMap<string, number>;
  readonly zoneNetworks: ZoneNetworks;
  /** By the key of what joins them. */
  readonly joins: Map<string, Join>;
  readonly circuits: CircuitWish[];
  /** What a person should know before they approve. */
  readonly notes: Set<string>;
}

import type { FlowSlot, MeteredSlot, ScopeKind, SkylaneConfig, Topology } from "@skylane/core";
import { wayGraph } from "../../topology/index.ts";
import type { ScopeTraffic } from "./allocate.ts";
import { type Described, matcher } from "./match.ts";

const HOUR_MS = 3_600_000;
const BITS_PER_BYTE = 8;

/** What is known of who sends: the place of a flow's source address, or of a link's end. */
type Inventory = Pick<SkylaneConfig, "costs" | "flows" | "groups" | "policies">;
type ScopeOf = (id: string) => string | undefined;

/** Adds up what scopes sent, slot by slot; not pure, it counts. */
export interface TrafficTally {
  /** Slots of any time, each once. */
  add(slots: readonly MeteredSlot[], flows: readonly FlowSlot[]): void;
  readonly of: (kind: ScopeKind) => ScopeTraffic;
}

/**
 * A tally of what each scope of these kinds sent. A link and a flow are their own scope, and a cloud and a Region that of a link's end
 * that sends. What a flow sends is that of the first rule which describes its source: the service with that address, else its network.
 * Rules that name what only a bill has, such as a service category, describe no source.
 */
export function trafficTally(topology: Topology, config: Inventory, kinds: readonly ScopeKind[]): TrafficTally {
  const tallies = new Map(kinds.map((kind) => [kind, new Tally(scopesOf(topology, config, kind))]));
  return {
    add(slots, flows) {
      for (const tally of tallies.values()) tally.add(slots, flows);
    },
    of: (kind) => tallies.get(kind)?.traffic() ?? { bytes: new Map(), peakBps: new Map() },
  };
}

/** By which slots a kind is counted, and to whom each of them goes. */
interface Scopes {
  readonly by: "flow" | "link" | "sender";
  readonly scopeOf: ScopeOf;
}

function scopesOf(topology: Topology, config: Inventory, kind: ScopeKind): Scopes {
  switch (kind) {
    case "link":
    case "flow":
      return { by: kind, scopeOf: (id) => id };
    case "cloud":
    case "region": {
      const places = new Map([...topology.gateways, ...topology.networks].map((place) => [place.key, place]));
      return {
        by: "sender",
        scopeOf: (key) => (kind === "cloud" ? places.get(key)?.cloud : places.get(key)?.regionId || undefined),
      };
    }
    default:
      return { by: "flow", scopeOf: byRules(topology, config, kind) };
  }
}

function byRules(topology: Topology, config: Inventory, kind: ScopeKind): ScopeOf {
  const rules = config.costs.scopes
    .filter((rule) => rule.kind === kind)
    .map(({ id, match }) => ({ id, isMeant: matcher(match) }));
  const networks = new Map(topology.networks.map((network) => [network.key, network]));
  const services = Map.groupBy(
    (topology.services ?? []).flatMap((service) => service.addresses.map((address) => ({ address, service }))),
    ({ address }) => address,
  );
  const scopes = new Map(
    wayGraph(topology, config).flows.map(({ flow, sourceKey }) => {
      const [only, ...others] = services.get(flow.source.ip) ?? [];
      // of several with one address nobody knows which it is
      const source = others.length === 0 && only ? only.service : networks.get(sourceKey ?? "");
      if (!source) return [flow.id as string, undefined];
      const { cloud, accountId: subAccountId, regionId, nativeId: resourceId, tags } = source;
      const described: Described = { cloud, subAccountId, regionId, resourceId, tags };
      return [flow.id as string, rules.find(({ isMeant }) => isMeant(described))?.id];
    }),
  );
  return (id) => scopes.get(id);
}

class Tally {
  readonly #bytes = new Map<string, number>();
  readonly #hours = new Map<string, Map<number, number>>();
  readonly #scopes: Scopes;

  constructor(scopes: Scopes) {
    this.#scopes = scopes;
  }

  add(slots: readonly MeteredSlot[], flows: readonly FlowSlot[]): void {
    const { by } = this.#scopes;
    if (by === "flow") for (const { flowId, startMs, bytes } of flows) this.#count(flowId, startMs, bytes);
    else
      for (const { connectionId, fromKey, startMs, bytes } of slots)
        this.#count(by === "link" ? connectionId : fromKey, startMs, bytes);
  }

  #count(id: string, startMs: number, bytes: number): void {
    const scope = this.#scopes.scopeOf(id);
    if (scope === undefined) return;
    this.#bytes.set(scope, (this.#bytes.get(scope) ?? 0) + bytes);
    const hours = this.#hours.get(scope) ?? new Map<number, number>();
    this.#hours.set(scope, hours);
    const hour = Math.floor(startMs / HOUR_MS);
    hours.set(hour, (hours.get(hour) ?? 0) + bytes);
  }

  traffic(): ScopeTraffic {
    const bps = (bytes: number): number => (bytes * BITS_PER_BYTE * 1_000) / HOUR_MS;
    return {
      bytes: new Map(this.#bytes),
      peakBps: new Map(
        [...this.#hours].map(([id, hours]) => [id, bps([...hours.values()].reduce((a, b) => Math.max(a, b), 0))]),
      ),
    };
  }
}

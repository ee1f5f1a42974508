import type { Estate, EstateConnection } from "../estate/estate.ts";
import type { WorldClock } from "./clock.ts";
import { type Fault, type FaultInput, type LinkCondition, linkCondition } from "./faults.ts";
import { offeredMbps } from "./offered-load.ts";
import { contains } from "./prefix.ts";
import { copyRouting, initialRouting, type RoutingState } from "./routing-state.ts";
import { type GatewayView, selectRouterHop, selectTgwRoute } from "./select-route.ts";
import { type Atlas, type Crossing, type Trace, trace } from "./trace.ts";

/** A change of routing that moved packets: not what was asked for, but what it did. */
export interface EffectiveChange {
  readonly sequence: number;
  readonly atMs: number;
  readonly where: { readonly cloud: string; readonly gatewayId: string; readonly tableId?: string };
  readonly prefix: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly by: string;
}

/** What one transmission meets: when it arrives, or that it does not. */
export type Fate =
  | { readonly kind: "arrives"; readonly delayMs: number }
  | { readonly kind: "lost" }
  | { readonly kind: "unreachable"; readonly delayMs: number };

/** Packets and bytes that crossed a connection, per direction (as seen from its end `a`). */
export interface Counters {
  forwardPackets: number;
  reversePackets: number;
  forwardBytes: number;
  reverseBytes: number;
}

/** The estate as it lives: routing, faults, counters. Everything else asks it. */
export interface World {
  readonly atlas: Atlas;
  readonly clock: WorldClock;
  readonly routing: RoutingState;
  readonly counters: ReadonlyMap<string, Counters>;
  viewOf(gatewayId: string): GatewayView;
  /** Runs a change of `routing` and notes what it did to packets. */
  change(by: string, gatewayId: string, prefix: string, tableId: string | undefined, write: () => void): void;
  changes(): readonly EffectiveChange[];
  addFault(input: FaultInput): Fault;
  removeFault(id: string): boolean;
  faults(): readonly Fault[];
  conditionOf(connection: EstateConnection): LinkCondition;
  /** The way from one address to another, by the data plane's routing. */
  traceBetween(from: string, to: string): Trace;
  /** True if packets may be sent from that address: it lies in a network of the estate. */
  hasHost(address: string): boolean;
  /** What becomes of so many bytes sent now. Counts them on every connection they cross. */
  send(from: string, to: string, bytes: number): Fate;
  reset(): void;
}

const LOAD_AGE_MS = 10_000;

export function createWorld(estate: Estate, clock: WorldClock, random: () => number): World {
  const atlas: Atlas = {
    estate,
    networks: new Map(estate.networks.map((network) => [network.id, network])),
    gateways: new Map(estate.gateways.map((gateway) => [gateway.id, gateway])),
    connections: new Map(estate.connections.map((connection) => [connection.id, connection])),
  };
  const canaryAt = new Map(estate.canaries.map(({ address, gatewayId }) => [address, gatewayId]));
  const counters = new Map<string, Counters>(
    estate.connections.map(({ id }) => [
      id,
      { forwardPackets: 0, reversePackets: 0, forwardBytes: 0, reverseBytes: 0 },
    ]),
  );
  /** Mean load of the estate's own flows on each connection as they are routed now, Mbps; made anew every ten seconds. */
  let load = { madeAtMs: Number.NEGATIVE_INFINITY, mbps: new Map<string, number>() };
  const loadOf = (connectionId: string): number => {
    const nowMs = clock.nowMs();
    if (nowMs - load.madeAtMs > LOAD_AGE_MS) load = { madeAtMs: nowMs, mbps: offeredMbps(estate.flows, traceBetween) };
    return load.mbps.get(connectionId) ?? 0;
  };
  const routing = initialRouting(estate);
  const log: EffectiveChange[] = [];
  let faults: Fault[] = [];
  let faultCount = 0;
  let stale: RoutingState | undefined;

  const prune = (): void => {
    const nowMs = clock.nowMs();
    faults = faults.filter(
      (fault) =>
        fault.durationMs === undefined || fault.kind === "slow-death" || nowMs - fault.startedAtMs < fault.durationMs,
    );
    if (stale && !faults.some(({ kind }) => kind === "stale-forwarding")) stale = undefined;
  };
  const faultsOn = (connection: EstateConnection): readonly Fault[] =>
    faults.length === 0 ? [] : faults.filter(({ target }) => isOn(target, connection, atlas));
  const conditionOf = (connection: EstateConnection): LinkCondition =>
    linkCondition(connection, faultsOn(connection), clock.nowMs());
  const viewOf = (gatewayId: string): GatewayView => {
    const gateway = atlas.gateways.get(gatewayId);
    if (!gateway) throw new Error(`no gateway ${gatewayId}`);
    return {
      gateway,
      networks: estate.networks.filter((network) => network.gatewayId === gatewayId),
      links: estate.connections
        .filter(({ a, b }) => a.at === gatewayId || b.at === gatewayId)
        .map((connection) => {
          const isA = connection.a.at === gatewayId;
          return {
            connection,
            own: isA ? connection.a : connection.b,
            other: isA ? connection.b : connection.a,
            isSessionUp: conditionOf(connection).isSessionUp,
          };
        }),
    };
  };
  const forwarding = (): RoutingState => stale ?? routing;
  const placeOf = (address: string) => {
    const canary = canaryAt.get(address);
    const gateway = canary === undefined ? undefined : atlas.gateways.get(canary);
    if (gateway) return { kind: "gateway", gateway, tableId: gateway.tables[0] } as const;
    const network = estate.networks.find(({ cidrs }) => cidrs.some((range) => contains(range, address)));
    return network && ({ kind: "network", network } as const);
  };
  const traceBetween = (from: string, to: string): Trace => {
    const target = placeOf(to);
    const targetId = target?.kind === "network" ? target.network.id : target?.gateway.id;
    return trace(
      atlas,
      forwarding(),
      viewOf,
      placeOf(from),
      (place) => (place.kind === "network" ? place.network.id : place.gateway.id) === targetId,
      to,
    );
  };

  const crossOne = ({ connection, isForward }: Crossing, bytes: number): number | undefined => {
    const condition = conditionOf(connection);
    if (isForward ? condition.isDroppingForward : condition.isDroppingReverse) return undefined;
    const count = counters.get(connection.id);
    if (count && isForward) {
      count.forwardPackets += 1;
      count.forwardBytes += bytes;
    } else if (count) {
      count.reversePackets += 1;
      count.reverseBytes += bytes;
    }
    const queue = queueing(loadOf(connection.id), connection.bandwidthMbps);
    if (random() < condition.lossRatio || random() < queue.lossRatio) return undefined;
    const jitterMs = connection.jitterMs === 0 ? 0 : connection.jitterMs * (random() - 0.5);
    return Math.max(0, connection.latencyMs + jitterMs + condition.addedMs + queue.delayMs);
  };

  return {
    atlas,
    clock,
    routing,
    counters,
    viewOf,
    change(by, gatewayId, prefix, tableId, write) {
      const decide = (): string | undefined => {
        const view = viewOf(gatewayId);
        const address = prefix.split("/")[0] ?? "";
        const hop =
          view.gateway.kind === "tgw"
            ? selectTgwRoute(view, tableId ?? "", forwarding(), address)?.nextHop
            : selectRouterHop(view, forwarding(), address);
        return hop?.kind === "connection" ? hop.connectionId : hop?.networkId;
      };
      const from = decide();
      write();
      const to = decide();
      if (from === to) return;
      const cloud = atlas.gateways.get(gatewayId)?.cloud ?? "";
      log.push({
        sequence: log.length + 1,
        atMs: clock.nowMs(),
        where: { cloud, gatewayId, ...(tableId !== undefined && { tableId }) },
        prefix,
        from,
        to,
        by,
      });
    },
    changes: () => log,
    addFault(input) {
      prune();
      if (input.kind === "stale-forwarding") stale ??= copyRouting(routing);
      faultCount += 1;
      const fault: Fault = { ...input, id: `fault-${faultCount}`, startedAtMs: clock.nowMs() };
      faults.push(fault);
      return fault;
    },
    removeFault(id) {
      const isThere = faults.some((fault) => fault.id === id);
      faults = faults.filter((fault) => fault.id !== id);
      prune();
      return isThere;
    },
    faults() {
      prune();
      return faults;
    },
    conditionOf,
    traceBetween,
    hasHost: (address) => placeOf(address) !== undefined,
    send(from, to, bytes) {
      prune();
      const way = traceBetween(from, to);
      let delayMs = 0;
      for (const crossing of way.crossings) {
        const hopMs = crossOne(crossing, bytes);
        if (hopMs === undefined) return { kind: "lost" };
        delayMs += hopMs;
      }
      return way.kind === "delivered" ? { kind: "arrives", delayMs } : { kind: "unreachable", delayMs };
    },
    reset() {
      faults = [];
      stale = undefined;
      const fresh = initialRouting(estate);
      routing.staticRoutes.clear();
      routing.prefixLists.clear();
      routing.networkRoutes.clear();
      routing.propagations.clear();
      for (const propagation of fresh.propagations) routing.propagations.add(propagation);
    },
  };
}

function isOn(target: Fault["target"], connection: EstateConnection, atlas: Atlas): boolean {
  if (target.connectionId !== undefined) return target.connectionId === connection.id;
  if (target.carrier !== undefined) return target.carrier === connection.carrier;
  return [connection.a.at, connection.b.at].some(
    (at) => (atlas.gateways.get(at) ?? atlas.networks.get(at))?.regionId === target.regionId,
  );
}

/** Delay and loss of a link's queue at this load: M/M/1 waiting of 1 500-byte packets, and what is above capacity is lost. */
function queueing(offered: number, bandwidthMbps: number): { delayMs: number; lossRatio: number } {
  const use = offered / bandwidthMbps;
  if (use >= 1) return { delayMs: 50, lossRatio: 1 - 1 / use };
  const serviceMs = (1_500 * 8) / (bandwidthMbps * 1_000);
  return { delayMs: Math.min(50, (serviceMs * use) / (1 - use)), lossRatio: 0 };
}

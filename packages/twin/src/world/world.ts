import type { Estate, EstateConnection } from "../estate/estate.ts";
import { type CertificateAuthority, createCertificateAuthority } from "../tls/certificate-authority.ts";
import { isOnTarget } from "./atlas.ts";
import { type Built, clearBuilt } from "./built/built.ts";
import { livingEstate } from "./built/living-estate.ts";
import type { TunnelEnd, TunnelStatus } from "./built/tunnel-end.ts";
import { createChangeLog, type EffectiveChange } from "./change-log.ts";
import { stoppedClock, type WorldClock } from "./clock.ts";
import { type DnsState, initialDns } from "./dns/dns-state.ts";
import {
  type Fault,
  type FaultInput,
  isPresent,
  type LinkCondition,
  linkCondition,
  nextSessionChangeMs,
} from "./faults.ts";
import { forwardingTables } from "./forwarding-table.ts";
import { gatewayViews } from "./gateway-views.ts";
import { delayOverMs } from "./link-delay.ts";
import { offeredMbps } from "./offered-load.ts";
import { overInternet } from "./over-internet.ts";
import { overwriteMaps } from "./overwrite-maps.ts";
import { contains } from "./prefix.ts";
import { type Provisioning, provisioning } from "./provisioning.ts";
import { routingHistory } from "./routing-history.ts";
import { copyRouting, initialRouting, overwriteRouting, type RoutingState } from "./routing-state.ts";
import { admits, type Verdict } from "./security/admits.ts";
import type { Packet } from "./security/packet.ts";
import { initialSecurity, type SecurityState } from "./security/security-state.ts";
import { virtualNetworkOf } from "./security/virtual-network.ts";
import type { GatewayView } from "./select-route.ts";
import { initialServices, type ServicesState } from "./services/services-state.ts";
import { isRunning, momentsOf, type SessionTest, underTest } from "./session-tests.ts";
import { type Atlas, type Crossing, type Trace, trace } from "./trace.ts";
import { createTraffic, type Traffic, type Ways } from "./traffic/traffic.ts";

export type { EffectiveChange } from "./change-log.ts";

/** What one transmission meets: when it arrives, or that it does not. */
export type Fate =
  | { readonly kind: "arrives"; readonly delayMs: number }
  | { readonly kind: "lost" }
  | { readonly kind: "unreachable"; readonly delayMs: number };

/** Packets and bytes that got into a connection, per direction (as seen from its end `a`); a black hole takes none. */
export interface Counters {
  forwardPackets: number;
  reversePackets: number;
  forwardBytes: number;
  reverseBytes: number;
}

/** The estate as it lives: what was built on it, routing, faults, counters. Everything else asks it. */
export interface World {
  /** The estate with what was built, at each moment. */
  readonly atlas: Atlas;
  readonly built: Built;
  readonly clock: WorldClock;
  readonly routing: RoutingState;
  readonly services: ServicesState;
  readonly security: SecurityState;
  readonly dns: DnsState;
  readonly certificates: CertificateAuthority;
  readonly counters: ReadonlyMap<string, Counters>;
  /** What the estate's own flows send; packets of `send` are in `counters` only. */
  readonly traffic: Traffic;
  readonly provisioning: Provisioning;
  /** How long an operation of a cloud takes here that takes so long in the real one; each call is counted as one. */
  provisioningMs(realMs: number): number;
  /** How the tunnel of an end is now, with the faults that are on it. */
  tunnelStatus(endId: string): TunnelStatus;
  /** The two ends of a tunnel that was built; `undefined` for any other connection. */
  tunnelEndsOf(connectionId: string): readonly [TunnelEnd, TunnelEnd] | undefined;
  viewOf(gatewayId: string): GatewayView;
  /** Routing as the control plane's reads show it so many ms after a write. */
  routingAsOf(ageMs: number): RoutingState;
  /** Runs a change of `routing` and notes what it did to packets, prefix by prefix. */
  change(by: string, write: () => void): void;
  changes(): readonly EffectiveChange[];
  addFault(input: FaultInput): Fault;
  removeFault(id: string): boolean;
  faults(): readonly Fault[];
  /** A provider's own failover test of a connection's sessions; it ends after that time, or (`undefined`) when it is ended. */
  beginSessionTest(connectionId: string, durationMs: number | undefined): void;
  /** False if none runs. */
  endSessionTest(connectionId: string): boolean;
  sessionTestOn(connectionId: string): SessionTest | undefined;
  conditionOf(connection: EstateConnection): LinkCondition;
  /** When the BGP session over a connection last came up or went down; when it was made, if that has not been since the world began. */
  sessionChangedAtMs(connectionId: string): number;
  /** The way from one address to another, by the data plane's routing. */
  traceBetween(from: string, to: string): Trace;
  /** True if packets may be sent from that address: it lies in a network of the estate. */
  hasHost(address: string): boolean;
  /** Whether the rules around sender and receiver let a conversation begin. */
  admits(packet: Packet): Verdict;
  /** What becomes of so many bytes sent now. Counts them on every connection they cross; where a router drops them, on those before it. */
  send(from: string, to: string, bytes: number, droppedBy?: string): Fate;
  /** As at the beginning: no faults, nothing built, first routing, counters at zero. The log of changes goes on. */
  reset(): void;
  /** Runs at each reset. */
  onReset(run: () => void): void;
}

const LOAD_AGE_MS = 10_000;

/** Brings an estate's routing to life; without sockets. */
export function createWorld(estate: Estate, clock: WorldClock, random: () => number): World {
  const pace = provisioning(() => clock.nowMs());
  const living = livingEstate(
    estate,
    () => clock.nowMs(),
    pace.begin,
    () => schedule(),
  );
  const { atlas, built } = living;
  const canaryAt = new Map(estate.canaries.map(({ address, gatewayId }) => [address, gatewayId]));
  const counters = new Map<string, Counters>(estate.connections.map(({ id }) => [id, noCounts()]));
  const madeAtMs = new Map(
    estate.connections.flatMap(({ id, createdOn }) => (createdOn === undefined ? [] : [[id, Date.parse(createdOn)]])),
  );
  const routing = initialRouting(estate);
  const history = routingHistory(routing, () => clock.nowMs());
  const services = initialServices(estate);
  const security = initialSecurity(estate);
  const dns = initialDns(estate);
  const resets: (() => void)[] = [];
  let faults: Fault[] = [];
  let faultCount = 0;
  let tests: SessionTest[] = [];
  let stale: RoutingState | undefined;
  let cancelWatch = (): void => undefined;
  const startedAtMs = clock.nowMs();
  const sessions = new Map<string, { readonly isUp: boolean; readonly atMs: number }>();
  /** Mean load of the estate's own flows on each connection as they are routed now, Mbps; made anew every ten seconds. */
  let load = { madeAtMs: Number.NEGATIVE_INFINITY, mbps: new Map<string, number>() };

  const loadOf = (connectionId: string): number => {
    const nowMs = clock.nowMs();
    if (nowMs - load.madeAtMs > LOAD_AGE_MS) load = { madeAtMs: nowMs, mbps: offeredMbps(estate.flows, traceBetween) };
    return load.mbps.get(connectionId) ?? 0;
  };
  const prune = (): void => {
    const nowMs = clock.nowMs();
    if (faults.some((fault) => !isPresent(fault, nowMs))) faults = faults.filter((fault) => isPresent(fault, nowMs));
    if (stale && !faults.some(({ kind }) => kind === "stale-forwarding")) stale = undefined;
  };
  const testOn = (connectionId: string): SessionTest | undefined =>
    tests.find((test) => test.connectionId === connectionId && isRunning(test, clock.nowMs()));
  const conditionOf = (connection: EstateConnection): LinkCondition => {
    prune();
    const own = faults.length === 0 ? [] : faults.filter(({ target }) => isOnTarget(target, connection, atlas));
    const condition = linkCondition(connection, own, clock.nowMs());
    const test = testOn(connection.id);
    return test ? underTest(condition, test, clock.nowMs()) : condition;
  };
  const viewBy = gatewayViews(living, (connection) => conditionOf(connection).isSessionUp);
  const viewOf = (gatewayId: string): GatewayView => viewBy(routing, gatewayId);
  const forwarding = (): RoutingState => {
    prune();
    return stale ?? routing;
  };
  const log = createChangeLog(
    atlas,
    clock,
    () => {
      const state = forwarding();
      return forwardingTables(atlas, state, (gatewayId) => viewBy(state, gatewayId));
    },
    () => traffic.noteWays(),
  );

  /** Notes what sessions and packets do now, and looks again when that next changes by itself. */
  const watch = (): void => {
    log.observe("bgp", "world");
    const nowMs = clock.nowMs();
    for (const connection of atlas.estate.connections) {
      const isUp = conditionOf(connection).isSessionUp;
      if ((sessions.get(connection.id)?.isUp ?? true) !== isUp) sessions.set(connection.id, { isUp, atMs: nowMs });
    }
    schedule();
  };
  /** Looks again when a tunnel comes up, or a fault next takes a session down or up, or ends. */
  const schedule = (): void => {
    cancelWatch();
    // before the time: what comes up while this is computed is looked at at once, not missed
    const comesUpAtMs = living.nextMomentMs();
    const nowMs = clock.nowMs();
    const moments = tests
      .flatMap((test) => momentsOf(test, nowMs))
      .concat(
        faults.flatMap((fault) => [
          ...(fault.durationMs === undefined
            ? []
            : [fault.startedAtMs + fault.durationMs].filter((end) => end > nowMs)),
          ...atlas.estate.connections
            .filter((connection) => isOnTarget(fault.target, connection, atlas))
            .flatMap((connection) => nextSessionChangeMs(connection, fault, nowMs) ?? []),
        ]),
        comesUpAtMs ?? [],
      );
    if (moments.length > 0) cancelWatch = clock.after(Math.min(...moments) - nowMs + 1, watch);
  };

  const networkOf = (address: string) =>
    atlas.estate.networks.find(({ cidrs }) => cidrs.some((range) => contains(range, address)));
  const placeOf = (address: string) => {
    const canary = canaryAt.get(address);
    const gateway = canary === undefined ? undefined : atlas.gateways.get(canary);
    if (gateway) return { kind: "gateway", gateway, tableId: gateway.tables[0] } as const;
    const network = networkOf(address);
    const part = network?.subnets.find(({ cidr }) => contains(cidr, address));
    return network && ({ kind: "network", network, partTableId: part?.routeTableId } as const);
  };
  const traceBetween = (from: string, to: string): Trace => {
    const target = placeOf(to);
    const targetId = target?.kind === "network" ? target.network.id : target?.gateway.id;
    const state = forwarding();
    return trace(
      atlas,
      state,
      (gatewayId) => viewBy(state, gatewayId),
      placeOf(from),
      (place) => (place.kind === "network" ? place.network.id : place.gateway.id) === targetId,
      to,
    );
  };

  const traffic = createTraffic(
    estate,
    () => clock.nowMs(),
    () => waysOf(estate, traceBetween),
    () => waysOf(estate, createWorld(estate, stoppedClock(startedAtMs), () => 0).traceBetween),
  );

  const interfaceOf = (gatewayId: string, placeId: string): string => {
    const lan = atlas.attached.get(gatewayId)?.findIndex(({ id }) => id === placeId) ?? -1;
    if (lan >= 0) return `lan${lan}`;
    const end = living.endsOf(placeId)?.find((one) => one.gatewayId === gatewayId);
    return end?.interfaceName ?? placeId;
  };

  const crossOne = ({ connection, isForward }: Crossing, bytes: number): number | undefined => {
    const condition = conditionOf(connection);
    if (isForward ? condition.isDroppingForward : condition.isDroppingReverse) return undefined;
    const count = counters.get(connection.id) ?? noCounts();
    counters.set(connection.id, count);
    if (isForward) {
      count.forwardPackets += 1;
      count.forwardBytes += bytes;
    } else {
      count.reversePackets += 1;
      count.reverseBytes += bytes;
    }
    return delayOverMs(connection, condition, loadOf(connection.id), random);
  };

  return {
    atlas,
    built,
    provisioning: pace,
    provisioningMs: (realMs) => pace.begin(realMs),
    tunnelStatus(endId) {
      const status = living.statusOf(endId);
      const connection = status.state === "up" ? atlas.connections.get(status.connectionId) : undefined;
      return connection && !conditionOf(connection).isSessionUp ? { state: "ike-down", reason: "no-answer" } : status;
    },
    tunnelEndsOf: (connectionId) => living.endsOf(connectionId),
    clock,
    routing,
    services,
    security,
    dns,
    certificates: createCertificateAuthority(),
    counters,
    traffic,
    viewOf,
    routingAsOf: (ageMs) => history.asOf(ageMs),
    change(by, write) {
      log.observe("bgp", "world");
      history.remember();
      write();
      log.observe(by, "command");
    },
    changes() {
      log.observe("bgp", "world");
      return log.entries;
    },
    addFault(input) {
      prune();
      if (input.kind === "stale-forwarding") stale ??= copyRouting(routing);
      faultCount += 1;
      const fault: Fault = { ...input, id: `fault-${faultCount}`, startedAtMs: clock.nowMs() };
      faults.push(fault);
      watch();
      return fault;
    },
    removeFault(id) {
      const found = faults.find((fault) => fault.id === id);
      faults = faults.filter((fault) => fault !== found);
      if (found?.kind === "stale-forwarding") log.observe("stale-forwarding", "world");
      watch();
      return found !== undefined;
    },
    faults() {
      prune();
      return faults;
    },
    beginSessionTest(connectionId, durationMs) {
      const startedAtMs = clock.nowMs();
      tests = [...tests.filter((test) => isRunning(test, startedAtMs)), { connectionId, startedAtMs, durationMs }];
      watch();
    },
    endSessionTest(connectionId) {
      const found = testOn(connectionId);
      tests = tests.filter((test) => test !== found);
      watch();
      return found !== undefined;
    },
    sessionTestOn: testOn,
    conditionOf,
    sessionChangedAtMs(connectionId) {
      const changedAtMs = sessions.get(connectionId)?.atMs;
      const [end] = living.endsOf(connectionId) ?? [];
      const status = end && living.statusOf(end.id);
      if (status?.state === "up") return Math.max(changedAtMs ?? status.upAtMs, status.upAtMs);
      return changedAtMs ?? Math.min(madeAtMs.get(connectionId) ?? startedAtMs, startedAtMs);
    },
    traceBetween,
    hasHost: (address) => placeOf(address) !== undefined,
    admits: (packet) =>
      admits(
        {
          services,
          security,
          virtualNetworkOf: (networkId) => virtualNetworkOf(atlas, viewOf, networkId),
          egressIpOf: (address) => networkOf(address)?.egressIp,
          passagesBetween: (from, to) => traceBetween(from, to).passages,
          interfaceOf,
        },
        packet,
      ),
    send(from, to, bytes, droppedBy) {
      const way = traceBetween(from, to);
      const dropped = way.passages.find(({ gatewayId }) => gatewayId === droppedBy);
      if (dropped) {
        for (const crossing of way.crossings.slice(0, dropped.crossedCount))
          if (crossOne(crossing, bytes) === undefined) break;
        return { kind: "lost" };
      }
      const outside = way.kind === "delivered" ? undefined : overInternet(services, networkOf, estate.sites, from, to);
      if (outside) return outside;
      let delayMs = 0;
      for (const crossing of way.crossings) {
        const hopMs = crossOne(crossing, bytes);
        if (hopMs === undefined) return { kind: "lost" };
        delayMs += hopMs;
      }
      if (way.kind === "delivered") return { kind: "arrives", delayMs };
      return way.kind === "no-route" ? { kind: "unreachable", delayMs } : { kind: "lost" };
    },
    reset() {
      faults = [];
      tests = [];
      stale = undefined;
      clearBuilt(built);
      pace.reset();
      overwriteRouting(routing, initialRouting(estate));
      overwriteMaps(services, initialServices(estate));
      overwriteMaps(security, initialSecurity(estate));
      overwriteMaps(dns, initialDns(estate));
      for (const count of counters.values()) Object.assign(count, noCounts());
      traffic.setSurges([]);
      traffic.setLateness(0);
      for (const run of resets) run();
      log.observe("reset", "world");
      watch();
    },
    onReset: (run) => void resets.push(run),
  };
}

const waysOf = ({ flows }: Estate, traceBetween: World["traceBetween"]): Ways =>
  flows.map(({ source, destination }) => traceBetween(source, destination).crossings);

const noCounts = (): Counters => ({ forwardPackets: 0, reversePackets: 0, forwardBytes: 0, reverseBytes: 0 });

import { alarmReader } from "@skylane/clouds";
import { billRules } from "@skylane/clouds/bills";
import type {
  ActiveDrill,
  Actuator,
  Approval,
  CapacityWatchRecord,
  ChatOrder,
  CloudDiscovery,
  ConnectionAlarms,
  DrillReport,
  EventDraft,
  FailoverPlan,
  Incident,
  OutboxAlert,
  Override,
  PathHealthRecord,
  PathOverride,
  PathPerformanceRecord,
  PathPlan,
  PathWatchRecord,
  PreImage,
  ProbeAnswer,
  ProbeRequest,
  RegionLease,
  RouteChange,
  SkylaneConfig,
  SkylaneEvent,
  SpanBatch,
  Topology,
} from "@skylane/core";
import { SkylaneError } from "@skylane/core";
import { type Deps, makeJudge, proveFromHere } from "@skylane/engine";
import { loadCedar } from "@skylane/runtime/rights";
import * as z from "zod";
import { sloLedgerStore } from "../../packages/runtime/src/store/state/path-stores.ts";
import { proofInboxIn, proofRequestsIn } from "../../packages/runtime/src/store/state/proof-store.ts";
import { regionBeatStore } from "../../packages/runtime/src/store/state/region-beat-store.ts";
import { requestLedger, requestStore, spanInbox } from "../../packages/runtime/src/store/state/request-stores.ts";
import { weekReportStore } from "../../packages/runtime/src/store/state/week-report-store.ts";
import { type MemoryBuilding, memoryBuilding } from "./memory-building.ts";
import { memoryCosts } from "./memory-costs.ts";
import { memoryDrills } from "./memory-drills.ts";
import { memoryTable } from "./memory-table.ts";
import { memoryVersions } from "./memory-versions.ts";
import { testClock } from "./test-clock.ts";

/** A world in memory: tables of routes that actuators write, and traffic that follows them unless it is told not to. */
export interface MemoryWorld {
  /** `table|prefix` → hop. */
  readonly routes: Map<string, string>;
  /** Paths that carry nothing. */
  readonly deadPaths: Set<string>;
  /** Accept route changes, show them, and forward as before. */
  isStale: boolean;
  /** Groups whose traffic routing itself sends over this path while the one it should take is dead. */
  readonly selfHealing: Map<string, string>;
  /** Packets per path. */
  readonly packets: Map<string, number>;
  /** Every write, in order. */
  readonly writes: string[];
  /** Hears of every write before it is done: `set` or `restore`, `table|prefix`, and the hop (absent = taken away). */
  onWrite: ((kind: "set" | "restore", key: string, hop: string | undefined) => void) | undefined;
  /** Changes made up so far. */
  plannedCount: number;
  /** Actuations that throw. */
  failOn: ((change: RouteChange) => Error | undefined) | undefined;
}

/** Every port in memory, and what they hold in plain sight. */
export interface MemoryDeps extends Deps {
  readonly clock: ReturnType<typeof testClock>;
  readonly world: MemoryWorld;
  /** What intents are built on. */
  readonly building: MemoryBuilding;
  readonly published: EventDraft[];
  readonly started: { workflow: string; name: string; input: unknown }[];
  readonly records: Map<string, PathHealthRecord>;
  /** What was learnt of paths, by `vantage#path`. */
  readonly learnt: Map<string, PathPerformanceRecord>;
  /** How paths develop, by `vantage#path`. */
  readonly watched: Map<string, PathWatchRecord>;
  /** How full connections get. */
  readonly filling: Map<string, CapacityWatchRecord>;
  readonly planned: Map<string, FailoverPlan>;
  readonly incidentById: Map<string, Incident>;
  /** What each cloud shows when it is looked at. */
  readonly clouds: Map<string, CloudDiscovery>;
  readonly alerts: Map<string, OutboxAlert>;
  /** What is remembered of the clouds' alarms, by connection. */
  readonly linkAlarms: Map<string, ConnectionAlarms>;
  /** Overrides that stand, by group. */
  readonly overrideByGroup: Map<string, Override>;
  /** Drills that hold a group, by group; and every run, by id. */
  readonly drillByGroup: Map<string, ActiveDrill>;
  readonly drillReports: Map<string, DrillReport>;
  /** What people have ordered, by path. */
  readonly pathOrders: Map<string, PathOverride>;
  /** Moves that wait for a person, by id. */
  readonly approvalById: Map<string, Approval>;
  /** Orders from a chat, by id. */
  readonly chatOrderById: Map<string, ChatOrder>;
  /** The status page, each time it was published. */
  readonly statusPages: string[];
  killSwitchState: { isStopped: boolean; isReadable: boolean };
  /** What a path probe answers; flows answer by the world's routes. */
  answerProbe: (request: ProbeRequest) => ProbeAnswer;
  failPublish: boolean;
}

export function memoryDeps(config: SkylaneConfig): MemoryDeps {
  const clock = testClock();
  const proofTable = memoryTable();
  const kept = memoryTable();
  const world: MemoryWorld = {
    routes: new Map(),
    deadPaths: new Set(),
    isStale: false,
    selfHealing: new Map(),
    onWrite: undefined,
    plannedCount: 0,
    packets: new Map(),
    writes: [],
    failOn: undefined,
  };
  const records = new Map<string, PathHealthRecord>();
  const learnt = new Map<string, PathPerformanceRecord>();
  const watched = new Map<string, PathWatchRecord>();
  const filling = new Map<string, CapacityWatchRecord>();
  const planned = new Map<string, FailoverPlan>();
  const incidentById = new Map<string, Incident>();
  const alerts = new Map<string, OutboxAlert>();
  const linkAlarms = new Map<string, ConnectionAlarms>();
  const pathOrders = new Map<string, PathOverride>();
  const overrideByGroup = new Map<string, Override>();
  const approvalById = new Map<string, Approval>();
  const chatOrderById = new Map<string, ChatOrder>();
  const statusPages: string[] = [];
  const claimed = new Set<string>();
  const spanBatches = new Map<string, readonly SpanBatch[]>();
  const drillByGroup = new Map<string, ActiveDrill>();
  const drillReports = new Map<string, DrillReport>();
  const pathPlans: PathPlan[] = [];
  const published: EventDraft[] = [];
  const started: MemoryDeps["started"] = [];
  const leases = new Map<string, { owner: string; rvn: string; fence: number; isReleased: boolean }>();
  const fences = new Map<string, number>();
  const events: { key: string; event: SkylaneEvent }[] = [];
  const lastSeen = new Map<string, CloudDiscovery>();
  const handedIn = new Map<string, CloudDiscovery>();
  const snapshots: { key: string; topology: Topology }[] = [];
  let nextId = 0;
  const newId = (): string => `id-${++nextId}`;
  const active = ["open", "moved", "needs-human"];
  const newest = (isWanted: (incident: Incident) => boolean): Incident[] =>
    [...incidentById.values()].filter(isWanted).sort((a, b) => b.openedAtMs - a.openedAtMs || (a.id < b.id ? 1 : -1));

  const flowOf = (request: ProbeRequest) => config.flows.find(({ destination }) => destination.ip === request.host);

  const deps: MemoryDeps = {
    config,
    clock,
    world,
    published,
    started,
    records,
    learnt,
    watched,
    filling,
    planned,
    incidentById,
    clouds: new Map(),
    alerts,
    linkAlarms,
    overrideByGroup,
    drillByGroup,
    drillReports,
    pathOrders,
    approvalById,
    chatOrderById,
    statusPages,
    killSwitchState: { isStopped: false, isReadable: true },
    failPublish: false,
    answerProbe: ({ sourceIp }) => {
      const path = config.groups.flatMap(({ paths }) => paths).find(({ probe }) => probe.sourceIp === sourceIp);
      return path && world.deadPaths.has(path.id) ? { outcome: "timeout" } : { outcome: "ok", rttMs: 5 };
    },
    ids: { next: newId, traceparent: () => `00-${"1".repeat(32)}-${"2".repeat(16)}-01` },
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    prober: {
      async probe(request) {
        const flow = flowOf(request);
        if (!flow) return deps.answerProbe(request);
        const path = carrierOf(config, world, flow.groupId ?? "");
        if (path === undefined) return { outcome: "timeout" };
        world.packets.set(path, (world.packets.get(path) ?? 0) + 4);
        return { outcome: "ok", rttMs: 5 };
      },
    },
    provers: { measure: (_, order) => proveFromHere(deps, order) },
    proofRequests: proofRequestsIn(proofTable, clock),
    proofInbox: proofInboxIn(proofTable, clock),
    publisher: {
      async publish(drafts) {
        if (deps.failPublish) throw new Error("the bus is away");
        published.push(...drafts);
      },
    },
    workflows: {
      async start(workflow, name, input) {
        if (started.some((one) => one.name === name)) return "already-started";
        started.push({ workflow, name, input });
        return "started";
      },
    },
    steering: {
      actuator: () => tableActuator(world),
      counters: () => ({ packetCount: async (_, handle) => world.packets.get(handle.hop ?? "") ?? 0 }),
    },
    health: {
      save: async (saved) => {
        for (const record of saved) records.set(`${record.vantageId}#${record.pathId}`, record);
      },
      saveAll: async (_vantageId, saved) => {
        for (const record of saved) {
          const key = `${record.vantageId}#${record.pathId}`;
          if (record.sampledAtMs >= (records.get(key)?.sampledAtMs ?? 0)) records.set(key, record);
        }
      },
      remove: async (paths) => {
        for (const { vantageId, pathId } of paths) records.delete(`${vantageId}#${pathId}`);
      },
      list: async (vantageId) =>
        [...records.values()].filter((record) => vantageId === undefined || record.vantageId === vantageId),
    },
    alarms: {
      find: async (connectionId) => linkAlarms.get(connectionId),
      save: async (alarms) => void linkAlarms.set(alarms.connectionId, alarms),
      list: async () => [...linkAlarms.values()],
    },
    alarmReader: alarmReader(),
    performance: {
      saveAll: async (_vantageId, saved) => {
        for (const record of saved) learnt.set(`${record.vantageId}#${record.pathId}`, record);
      },
      remove: async (paths) => {
        for (const { vantageId, pathId } of paths) learnt.delete(`${vantageId}#${pathId}`);
      },
      list: async (vantageId) =>
        [...learnt.values()].filter((record) => vantageId === undefined || record.vantageId === vantageId),
    },
    watches: {
      saveAll: async (_vantageId, saved) => {
        for (const record of saved) watched.set(`${record.vantageId}#${record.pathId}`, record);
      },
      remove: async (paths) => {
        for (const { vantageId, pathId } of paths) watched.delete(`${vantageId}#${pathId}`);
      },
      list: async (vantageId) =>
        [...watched.values()].filter((record) => vantageId === undefined || record.vantageId === vantageId),
    },
    capacities: {
      save: async (saved) => {
        for (const record of saved) filling.set(record.connectionId, record);
      },
      list: async () => [...filling.values()],
    },
    plans: {
      save: async (plan) => void planned.set(plan.groupId, plan),
      find: async (groupId) => planned.get(groupId),
      list: async () => [...planned.values()],
      remove: async (groupId) => void planned.delete(groupId),
    },
    incidents: {
      async open(incident) {
        const present = incidentById.get(incident.id);
        if (!present) incidentById.set(incident.id, incident);
        return present ?? incident;
      },
      save: async (incident) => void incidentById.set(incident.id, incident),
      find: async (id) => incidentById.get(id),
      list: async (limitCount) => newest(() => true).slice(0, limitCount),
      listSince: async (fromMs) => newest(({ openedAtMs }) => openedAtMs >= fromMs),
      listActive: async () => newest(({ status }) => active.includes(status)),
      findActive: async (groupId) => newest((one) => one.groupId === groupId && active.includes(one.status))[0],
    },
    leases: {
      async acquire(key, owner, seenRvn) {
        const held = leases.get(key);
        if (held && !held.isReleased && held.owner !== owner && held.rvn !== seenRvn)
          return { isHeld: false, seen: { owner: held.owner, rvn: held.rvn } };
        const fence = (held?.fence ?? 0) + 1;
        leases.set(key, { owner, rvn: newId(), fence, isReleased: false });
        return { isHeld: true, fence };
      },
      async admit(key, fence) {
        if ((fences.get(key) ?? 0) > fence) return false;
        fences.set(key, fence);
        return true;
      },
      async release(key, owner) {
        const held = leases.get(key);
        if (held?.owner === owner) leases.set(key, { ...held, isReleased: true });
      },
    },
    ...memoryBuilding(newId),
    overrides: memoryVersions(overrideByGroup, ({ incidentId }) => incidentId),
    ...memoryDrills(world, drillByGroup, drillReports),
    pathOverrides: {
      list: async () => [...pathOrders.values()],
      save: async (order) => void pathOrders.set(order.pathId, order),
      remove: async (pathId) => void pathOrders.delete(pathId),
    },
    killSwitch: {
      async read() {
        if (!deps.killSwitchState.isReadable) throw new Error("unreadable");
        return { isStopped: deps.killSwitchState.isStopped };
      },
      set: async (isStopped) => {
        deps.killSwitchState.isStopped = isStopped;
      },
    },
    approvals: {
      async open(approval) {
        const present = approvalById.get(approval.id);
        if (!present) approvalById.set(approval.id, approval);
        return present ?? approval;
      },
      find: async (id) => approvalById.get(id),
      list: async () => [...approvalById.values()],
      async end(ended) {
        if (approvalById.get(ended.id)?.status !== "pending") return false;
        approvalById.set(ended.id, ended);
        return true;
      },
      remove: async (id) => void approvalById.delete(id),
    },
    traces: {
      keep: async (incidentId, batch) =>
        void spanBatches.set(incidentId, [...(spanBatches.get(incidentId) ?? []), batch]),
      list: async (incidentId) => spanBatches.get(incidentId) ?? [],
    },
    spanExporter: undefined,
    queryReader: { read: async () => undefined },
    requests: requestStore(kept, () => clock.nowMs()),
    spanInbox: spanInbox(kept),
    requestLedger: requestLedger(kept),
    once: {
      async claim(key) {
        if (claimed.has(key)) return false;
        claimed.add(key);
        return true;
      },
    },
    outbox: {
      async add(alert) {
        const present = alerts.get(alert.alert.id);
        if (!present) alerts.set(alert.alert.id, alert);
        return present ?? alert;
      },
      save: async (alert) => void alerts.set(alert.alert.id, alert),
      list: async (limitCount) => [...alerts.values()].slice(0, limitCount),
    },
    eventLog: { append: async (event) => void events.push({ key: event.id, event }), list: async () => events },
    pathPlans: {
      save: async (plan) => void pathPlans.splice(0, pathPlans.length, plan),
      latest: async () => pathPlans[0],
    },
    estimates: {
      locate: (_, regionId) => (regionId === "us-east-1" ? { latitudeDeg: 39, longitudeDeg: -77.5 } : undefined),
      provisioningMs: () => 1_000,
      resolverIp: () => "10.0.0.2",
      price: () => undefined,
      charges: () => [],
      availabilityRatio: () => undefined,
      transferUsdPerGb: () => undefined,
    },
    chatOrders: {
      open: async (order) => void (chatOrderById.has(order.id) || chatOrderById.set(order.id, order)),
      find: async (id) => chatOrderById.get(id),
      save: async (order) => void chatOrderById.set(order.id, order),
    },
    reader: { read: async () => undefined },
    meter: { read: async () => ({ slots: [], gaps: [] }) },
    surveyor: {
      async look(cloud) {
        const answer = deps.clouds.get(cloud);
        if (!answer) throw new Error(`no ${cloud} here`);
        return answer;
      },
    },
    topologies: {
      saveCloud: async (seen) => void lastSeen.set(seen.cloud, seen),
      listClouds: async () => [...lastSeen.values()],
      lastLooks: async () => [...lastSeen.values()].map(({ cloud, finishedAtMs }) => ({ cloud, atMs: finishedAtMs })),
      async saveSnapshot(topology) {
        const key = `snapshot-${snapshots.length + 1}`;
        snapshots.push({ key, topology });
        return key;
      },
      snapshot: async (key) => snapshots.find((one) => one.key === key)?.topology,
      latest: async () => snapshots.at(-1),
      list: async (limitCount) =>
        snapshots
          .map(({ key, topology }) => ({ key, atMs: topology.atMs }))
          .reverse()
          .slice(0, limitCount),
    },
    lookInbox: {
      put: async (seen) => void handedIn.set(seen.cloud, seen),
      last: async (cloud) => handedIn.get(cloud),
    },
    handedIn: { last: async (cloud) => handedIn.get(cloud) },
    channels: [],
    // made when somebody asks: most tests are about no order
    rights: { judge: async () => makeJudge(await loadCedar(), config) },
    regionId: "us-east-1",
    regionLease: memoryRegionLease(newId),
    regionBeats: regionBeatStore(kept),
    sloLedgers: sloLedgerStore(kept),
    weekReports: weekReportStore(kept),
    site: {
      publish: async (html) => {
        statusPages.push(html);
      },
    },
    billRules,
    ...memoryCosts(() => clock.nowMs()),
  };
  return deps;
}

/** The path that carries a group's flows: both directions must agree, and the path must be alive. */
export function carrierOf(config: SkylaneConfig, world: MemoryWorld, groupId: string): string | undefined {
  const group = config.groups.find(({ id }) => id === groupId);
  const hops = group?.sides.map(
    (side) =>
      (world.isStale
        ? undefined
        : [...world.routes].find(([key]) => key.startsWith(`${side.steering?.settings.table}|`))?.[1]) ??
      group.paths[0]?.id,
  );
  const [first] = hops ?? [];
  if (first !== undefined && hops?.every((hop) => hop === first) && !world.deadPaths.has(first)) return first;
  const healed = world.selfHealing.get(groupId);
  return healed !== undefined && !world.deadPaths.has(healed) ? healed : undefined;
}

/** Which Region acts, as the coordination table holds it. */
export function memoryRegionLease(newId: () => string): Deps["regionLease"] {
  let lease: RegionLease | undefined;
  return {
    read: async () => lease,
    async take(regionId, seen) {
      if (lease?.rvn !== seen?.rvn) return undefined;
      const from = lease && { fromRegionId: lease.regionId };
      lease = { regionId, epoch: (lease?.epoch ?? 0) + 1, rvn: newId(), isTold: false, ...from };
      return lease;
    },
    async renew(regionId) {
      if (lease?.regionId !== regionId) return undefined;
      lease = { ...lease, rvn: newId() };
      return lease;
    },
    async markTold(epoch) {
      if (lease?.epoch === epoch) lease = { ...lease, isTold: true };
    },
  };
}

/** An actuator on a table of the memory world. */
function tableActuator(world: MemoryWorld): Actuator {
  const keyOf = (change: RouteChange): string => `${change.target.table}|${change.prefix}`;
  const any = z.record(z.string(), z.string());
  return {
    id: "test.table",
    settings: any,
    handle: any,
    plan: ({ groupId, sideId, prefixes, settings, to }) => {
      world.plannedCount += 1;
      return prefixes.map((prefix) => ({
        id: `${groupId}:${sideId}:${prefix}`,
        sideId,
        cloud: "aws",
        actuator: "test.table",
        prefix,
        target: { ...settings },
        desired: { ...to },
        summary: `${prefix} to ${to.hop}`,
      }));
    },
    snapshot: async (change): Promise<PreImage> => ({
      changeId: change.id,
      state: world.routes.has(keyOf(change)) ? { hop: world.routes.get(keyOf(change)) ?? "" } : null,
    }),
    async apply(change) {
      const failure = world.failOn?.(change);
      if (failure) throw failure;
      if (world.routes.get(keyOf(change)) === change.desired.hop) return "already";
      world.onWrite?.("set", keyOf(change), change.desired.hop);
      world.writes.push(`set ${keyOf(change)} ${change.desired.hop}`);
      world.routes.set(keyOf(change), change.desired.hop ?? "");
      return "applied";
    },
    isApplied: async (change) => world.routes.get(keyOf(change)) === change.desired.hop,
    async restore(change, before) {
      const wanted = before.state?.hop;
      const present = world.routes.get(keyOf(change));
      if (present === wanted) return "already";
      if (present !== undefined && present !== change.desired.hop)
        throw new SkylaneError("ERR_CLOUD_CONFLICT", "conflict", `${change.id}: somebody else set ${present}`);
      world.onWrite?.("restore", keyOf(change), wanted);
      world.writes.push(`restore ${keyOf(change)} ${wanted ?? "nothing"}`);
      if (wanted === undefined) world.routes.delete(keyOf(change));
      else world.routes.set(keyOf(change), wanted);
      return "restored";
    },
    isRestored: async (change, before) => world.routes.get(keyOf(change)) === before.state?.hop,
  };
}

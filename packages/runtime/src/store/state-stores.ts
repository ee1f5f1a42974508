import type {
  AlarmStore,
  CapacityStore,
  EventLog,
  HealthStore,
  IncidentStore,
  Outbox,
  PerformanceStore,
  PlanStore,
  WatchStore,
} from "@skylane/core";
import {
  AnyEvent,
  CapacityWatchRecord,
  ConnectionAlarms,
  FailoverPlan,
  Incident,
  OutboxAlert,
  PathHealthRecord,
  PathPerformanceRecord,
  PathWatchRecord,
} from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";

/** Everything kept in `skylane-state` (global table, eventual between Regions, strong within one). */
export interface StateStores {
  readonly health: HealthStore;
  readonly alarms: AlarmStore;
  readonly performance: PerformanceStore;
  readonly watches: WatchStore;
  readonly capacities: CapacityStore;
  readonly plans: PlanStore;
  readonly incidents: IncidentStore;
  readonly outbox: Outbox;
}

const ACTIVE: readonly Incident["status"][] = ["open", "moved", "needs-human"];

/** The stores on one document table. Few items each, so a partition is read whole and sorted here: no index to go stale. */
export function stateStores(table: DocumentTable): StateStores {
  const incidentsOf = async (): Promise<readonly Incident[]> =>
    (await table.query("INCIDENT", Incident))
      .map(({ doc }) => doc)
      .sort((a, b) => b.openedAtMs - a.openedAtMs || b.id.localeCompare(a.id));
  const alertKey = ({ alert }: OutboxAlert) => ({ pk: "ALERT", sk: alert.id });
  return {
    health: {
      save: (records) =>
        table.putMany(
          records.map((record) => ({ key: { pk: "HEALTH", sk: `${record.vantageId}#${record.pathId}` }, doc: record })),
        ),
      list: async (vantageId) =>
        (await table.query("HEALTH", PathHealthRecord, vantageId === undefined ? {} : { prefix: `${vantageId}#` })).map(
          ({ doc }) => doc,
        ),
    },
    alarms: {
      find: (connectionId) => table.get({ pk: "LINK-ALARM", sk: connectionId }, ConnectionAlarms),
      save: (alarms) => table.put({ pk: "LINK-ALARM", sk: alarms.connectionId }, alarms),
      list: async () => (await table.query("LINK-ALARM", ConnectionAlarms)).map(({ doc }) => doc),
    },
    performance: {
      save: (records) =>
        table.putMany(
          records.map((record) => ({
            key: { pk: "PERFORMANCE", sk: `${record.vantageId}#${record.pathId}` },
            doc: record,
          })),
        ),
      list: async (vantageId) =>
        (
          await table.query(
            "PERFORMANCE",
            PathPerformanceRecord,
            vantageId === undefined ? {} : { prefix: `${vantageId}#` },
          )
        ).map(({ doc }) => doc),
    },
    watches: {
      save: (records) =>
        table.putMany(
          records.map((record) => ({ key: { pk: "WATCH", sk: `${record.vantageId}#${record.pathId}` }, doc: record })),
        ),
      list: async (vantageId) =>
        (await table.query("WATCH", PathWatchRecord, vantageId === undefined ? {} : { prefix: `${vantageId}#` })).map(
          ({ doc }) => doc,
        ),
    },
    capacities: {
      save: (records) =>
        table.putMany(records.map((record) => ({ key: { pk: "CAPACITY", sk: record.connectionId }, doc: record }))),
      list: async () => (await table.query("CAPACITY", CapacityWatchRecord)).map(({ doc }) => doc),
    },
    plans: {
      save: (plan) => table.put({ pk: "PLAN", sk: plan.groupId }, plan),
      find: (groupId) => table.get({ pk: "PLAN", sk: groupId }, FailoverPlan),
      list: async () => (await table.query("PLAN", FailoverPlan)).map(({ doc }) => doc),
    },
    incidents: {
      async open(incident) {
        const key = { pk: "INCIDENT", sk: incident.id };
        return (await table.putNew(key, incident)) ? incident : ((await table.get(key, Incident)) ?? incident);
      },
      save: (incident) => table.put({ pk: "INCIDENT", sk: incident.id }, incident),
      find: (incidentId) => table.get({ pk: "INCIDENT", sk: incidentId }, Incident),
      list: async (limitCount) => (await incidentsOf()).slice(0, limitCount),
      findActive: async (groupId) =>
        (await incidentsOf()).find((incident) => incident.groupId === groupId && ACTIVE.includes(incident.status)),
    },
    outbox: {
      async add(alert) {
        return (await table.putNew(alertKey(alert), alert))
          ? alert
          : ((await table.get(alertKey(alert), OutboxAlert)) ?? alert);
      },
      save: (alert) => table.put(alertKey(alert), alert),
      list: async (limitCount) =>
        (await table.query("ALERT", OutboxAlert))
          .map(({ doc }) => doc)
          .sort((a, b) => b.alert.atMs - a.alert.atMs)
          .slice(0, limitCount),
    },
  };
}

const KEEP_SECONDS = 7 * 86_400;
const HOUR_MS = 3_600_000;
const LOOK_BACK_HOURS = 48;

/** The event log: one partition an hour, gone after a week. A key is `<hour>|<time>#<id>`. */
export const eventLog = (table: DocumentTable, nowMs: () => number): EventLog => ({
  async append(event) {
    const key = { pk: hourPartition(Date.parse(event.time)), sk: `${event.time}#${event.id}` };
    await table.putNew(key, event, Math.floor(Date.parse(event.time) / 1000) + KEEP_SECONDS);
  },
  async list(afterKey, limitCount) {
    if (afterKey === undefined) return newest(table, nowMs(), limitCount);
    const [from = "", after = ""] = afterKey.split("|");
    const found: Awaited<ReturnType<EventLog["list"]>>[number][] = [];
    const lastMs = nowMs();
    for (
      let hourMs = Date.parse(`${from}:00:00.000Z`);
      hourMs <= lastMs && found.length < limitCount;
      hourMs += HOUR_MS
    ) {
      const pk = hourPartition(hourMs);
      const range = { limitCount: limitCount - found.length, ...(pk === `EVENT#${from}` && { after }) };
      for (const { sk, doc } of await table.query(pk, AnyEvent, range))
        found.push({ key: `${pk.slice("EVENT#".length)}|${sk}`, event: doc });
    }
    return found;
  },
});

/** `EVENT#2026-11-20T22` */
const hourPartition = (ms: number): string => `EVENT#${new Date(ms).toISOString().slice(0, 13)}`;

async function newest(table: DocumentTable, nowMs: number, limitCount: number) {
  const found: Awaited<ReturnType<EventLog["list"]>>[number][] = [];
  for (let hour = 0; hour < LOOK_BACK_HOURS && found.length < limitCount; hour += 1) {
    const pk = hourPartition(nowMs - hour * HOUR_MS);
    const page = await table.query(pk, AnyEvent, { isReverse: true, limitCount: limitCount - found.length });
    for (const { sk, doc } of page) found.push({ key: `${pk.slice("EVENT#".length)}|${sk}`, event: doc });
  }
  return found.reverse();
}

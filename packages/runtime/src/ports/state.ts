import { alarmStore } from "../store/state/alarm-store.ts";
import { billStore as billStoreIn } from "../store/state/bill-store.ts";
import { budgetToldStore } from "../store/state/budget-told-store.ts";
import { builtGroupsIn, builtStore } from "../store/state/built-store.ts";
import { capacityStore } from "../store/state/capacity-store.ts";
import { chatOrderStore } from "../store/state/chat-order-store.ts";
import { connectionDocumentStore } from "../store/state/connection-document-store.ts";
import { costFindingStore } from "../store/state/cost-finding-store.ts";
import { drillStore } from "../store/state/drill-store.ts";
import { eventLogStore } from "../store/state/event-log.ts";
import { incidentStore } from "../store/state/incident-store.ts";
import { intentStore } from "../store/state/intent-store.ts";
import { lookInboxStore } from "../store/state/look-inbox.ts";
import { madeStore } from "../store/state/made-store.ts";
import { meterStore as meterStoreIn } from "../store/state/meter-store.ts";
import { onceStore } from "../store/state/once-store.ts";
import { outboxStore } from "../store/state/outbox.ts";
import { pathPlanStore } from "../store/state/path-plan-store.ts";
import { healthStore, performanceStore, sloLedgerStore } from "../store/state/path-stores.ts";
import { planStore } from "../store/state/plan-store.ts";
import { regionBeatStore } from "../store/state/region-beat-store.ts";
import { topologyStore } from "../store/state/topology-store.ts";
import { traceStore } from "../store/state/trace-store.ts";
import { watchStore } from "../store/state/watch-store.ts";
import { weekReportStore } from "../store/state/week-report-store.ts";
import type { Port } from "./ports.ts";
import { stateTable } from "./tables.ts";

// What is kept in the state table (global table, eventual between Regions, strong within one).

export const health: Port<"health"> = {
  name: "health",
  make: ({ the }) => healthStore(the(stateTable)),
};

export const performance: Port<"performance"> = {
  name: "performance",
  make: ({ the }) => performanceStore(the(stateTable)),
};

export const regionBeats: Port<"regionBeats"> = {
  name: "regionBeats",
  make: ({ the }) => regionBeatStore(the(stateTable)),
};

export const sloLedgers: Port<"sloLedgers"> = {
  name: "sloLedgers",
  make: ({ the }) => sloLedgerStore(the(stateTable)),
};

export const watches: Port<"watches"> = {
  name: "watches",
  make: ({ the }) => watchStore(the(stateTable)),
};

export const alarms: Port<"alarms"> = { name: "alarms", make: ({ the }) => alarmStore(the(stateTable)) };

export const chatOrders: Port<"chatOrders"> = {
  name: "chatOrders",
  make: ({ the }) => chatOrderStore(the(stateTable)),
};

export const capacities: Port<"capacities"> = {
  name: "capacities",
  make: ({ the }) => capacityStore(the(stateTable)),
};

export const plans: Port<"plans"> = { name: "plans", make: ({ the }) => planStore(the(stateTable)) };

export const pathPlans: Port<"pathPlans"> = { name: "pathPlans", make: ({ the }) => pathPlanStore(the(stateTable)) };

export const incidents: Port<"incidents"> = { name: "incidents", make: ({ the }) => incidentStore(the(stateTable)) };

export const intents: Port<"intents"> = {
  name: "intents",
  make: ({ the, ids }) => intentStore(the(stateTable), ids),
};

export const made: Port<"made"> = { name: "made", make: ({ the }) => madeStore(the(stateTable)) };

/** Read at each call and put into the configuration: whoever asks for it sees what was built beside what is declared. */
export const builtGroups: Port<"builtGroups"> = {
  name: "builtGroups",
  make: ({ the, log }) => builtGroupsIn(the(stateTable), log),
};

export const built: Port<"built"> = { name: "built", make: ({ the, log }) => builtStore(the(stateTable), log) };

export const documents: Port<"documents"> = {
  name: "documents",
  make: ({ the }) => connectionDocumentStore(the(stateTable)),
};

export const outbox: Port<"outbox"> = { name: "outbox", make: ({ the }) => outboxStore(the(stateTable)) };

export const topologies: Port<"topologies"> = {
  name: "topologies",
  make: ({ the }) => topologyStore(the(stateTable)),
};

/** What functions in other clouds have handed in: the hub reads it, and writes none of it. */
export const handedIn: Port<"handedIn"> = {
  name: "handedIn",
  make({ the }) {
    const { last } = lookInboxStore(the(stateTable));
    return { last };
  },
};

export const drills: Port<"drills"> = { name: "drills", make: ({ the }) => drillStore(the(stateTable)) };

export const eventLog: Port<"eventLog"> = {
  name: "eventLog",
  make: ({ the, clock }) => eventLogStore(the(stateTable), () => clock.nowMs()),
};

export const once: Port<"once"> = {
  name: "once",
  make: ({ the, clock }) => onceStore(the(stateTable), () => clock.nowMs()),
};

export const billStore: Port<"billStore"> = { name: "billStore", make: ({ the }) => billStoreIn(the(stateTable)) };

export const meterStore: Port<"meterStore"> = { name: "meterStore", make: ({ the }) => meterStoreIn(the(stateTable)) };

export const costFindings: Port<"costFindings"> = {
  name: "costFindings",
  make: ({ the, clock }) => costFindingStore(the(stateTable), () => clock.nowMs()),
};

export const budgetsTold: Port<"budgetsTold"> = {
  name: "budgetsTold",
  make: ({ the, clock }) => budgetToldStore(the(stateTable), () => clock.nowMs()),
};

/** Spans that others have kept. */
export const traces: Port<"traces"> = { name: "traces", make: ({ the }) => traceStore(the(stateTable)) };

/** Reports of weeks that are over. */
export const weekReports: Port<"weekReports"> = {
  name: "weekReports",
  make: ({ the }) => weekReportStore(the(stateTable)),
};

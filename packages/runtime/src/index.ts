export { makeAgent } from "./agent/make-agent.ts";
export { runAgent } from "./agent/run-agent.ts";
export { eventHandler } from "./handlers/event-handler.ts";
export type { Handler } from "./handlers/handler.ts";
export { httpHandler, orderHandler } from "./handlers/http-handler.ts";
export {
  answerOrderHandler,
  slackCommandHandler,
  slackInteractionHandler,
  slackOptionsHandler,
} from "./handlers/slack-handlers.ts";
export { spansHandler } from "./handlers/spans-handler.ts";
export { taskHandler } from "./handlers/task-handler.ts";
export {
  activeDrills,
  approvals,
  killSwitch,
  leases,
  overrides,
  pathOverrides,
  regionLease,
} from "./ports/coord.ts";
export { healthInMemory, hubGroups, hubPublisher, lookInbox, proofInbox, provesFrom } from "./ports/outpost.ts";
export type { PortName } from "./ports/ports.ts";
export { ports } from "./ports/ports.ts";
export { publisher, workflows } from "./ports/publishing.ts";
export {
  alarms,
  billStore,
  budgetsTold,
  built,
  builtGroups,
  capacities,
  chatOrders,
  costFindings,
  documents,
  drills,
  eventLog,
  handedIn,
  health,
  incidents,
  intents,
  made,
  meterStore,
  once,
  outbox,
  pathPlans,
  performance,
  plans,
  regionBeats,
  sloLedgers,
  topologies,
  traces,
  watches,
  weekReports,
} from "./ports/state.ts";
export { theSurroundings } from "./ports/surroundings.ts";
export type { Dial, OpenSocket } from "./probe/open-socket.ts";
export { directSocket } from "./probe/open-socket.ts";
export { socketProber } from "./probe/socket-prober.ts";
export type { SealVerdict } from "./seal/report-seal.ts";
export { checkSeal, reportSealer } from "./seal/report-seal.ts";
export type { RuntimeSettings } from "./settings.ts";
export { loadSettings } from "./settings.ts";
export { asInvocation } from "./trace/as-invocation.ts";
export { readUse, type UseRequest } from "./usage/read-use.ts";

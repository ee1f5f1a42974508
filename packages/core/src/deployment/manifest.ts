/** A function as it is deployed: its entry point in `functions/`, its limits, and how many may run at once. */
export interface FunctionSpec {
  /** Path below `functions/`, without ending; the file exports `handler`. */
  readonly entry: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** For Node.js itself, where it runs in a process of its own. */
  readonly nodeOptions?: string;
  /** 1 for what must never run twice at a time; absent = no reservation. */
  readonly reservedConcurrency?: number;
  /** It computes for longer than a probe may wait: where functions share a process, it gets a thread of its own. */
  readonly isComputing?: true;
  /**
   * Role of its own, where it must be able to act when every other is locked out or broken, and to do nothing else; absent =
   * the common role. `watchdog` reads health, reads and writes the overrides and the drills that hold a group, restores
   * routes, stops official tests, sends events: no plan, no incident, no lease, no kill switch, no workflow.
   */
  readonly role?: "watchdog";
  /**
   * Every function is deployed in both Regions. `acting`: it does its work in the one that acts, and leaves it, or fails, in
   * the other; absent = it works in each for itself. `network`: it is deployed into each network that a stage names for it, and
   * nowhere else.
   */
  readonly where?: "acting" | "network";
}

const quick = { timeoutSeconds: 30, memoryMb: 256 } as const;
/** One at a time, in the Region that acts: it reads, decides and writes. */
const alone = { reservedConcurrency: 1, where: "acting" } as const;

/** Every function Skylane ships. The local runtime and the cloud deployment are both made from this list. */
export const functions = {
  // It waits for 58 seconds of each minute, so its memory is what Skylane costs. It takes 90 MB, and 15 of Lambda's; with less than
  // this, 0.08 of a CPU, it would be four fifths full: npm run bench:probe-memory.
  "probe-burst": {
    entry: "health/probe-burst",
    timeoutSeconds: 75,
    memoryMb: 144,
    // short collections of garbage, and 25 MB less than with the usual 16
    nodeOptions: "--max-semi-space-size=1",
  },
  "record-snapshot": { entry: "health/record-snapshot", ...quick },
  "relay-alarm": { entry: "health/relay-alarm", ...quick },
  // one at a time: it reads, adds and writes
  "record-alarm": { entry: "health/record-alarm", ...quick, reservedConcurrency: 1, where: "acting" },
  "learn-performance": { entry: "paths/learn-performance", ...quick, reservedConcurrency: 1, where: "acting" },
  "watch-degradation": { entry: "health/watch-degradation", ...quick, reservedConcurrency: 1, where: "acting" },
  "watch-capacity": { entry: "health/watch-capacity", ...quick, reservedConcurrency: 1, where: "acting" },
  "optimise-paths": {
    entry: "paths/optimise-paths",
    timeoutSeconds: 300,
    memoryMb: 1024,
    reservedConcurrency: 1,
    isComputing: true,
    where: "acting",
  },
  // it waits through the minute as a burst does, and calls a table six times a lease
  "hold-region": {
    entry: "regions/hold-region",
    timeoutSeconds: 75,
    memoryMb: 144,
    nodeOptions: "--max-semi-space-size=1",
    reservedConcurrency: 1,
  },
  "resume-in-region": { entry: "regions/resume-in-region", ...quick, where: "acting" },
  "reconsider-paths": { entry: "regions/reconsider-paths", ...quick, where: "acting" },
  "refresh-choices": { entry: "paths/refresh-choices", ...quick },
  "store-plan": { entry: "failover/store-plan", ...quick },
  "consider-failover": { entry: "failover/consider-failover", ...quick, where: "acting" },
  "consider-failback": { entry: "failover/consider-failback", ...quick, where: "acting" },
  "check-guards": { entry: "failover/check-guards", ...quick, where: "acting" },
  "acquire-lease": { entry: "failover/acquire-lease", ...quick, where: "acting" },
  "snapshot-routes": { entry: "failover/snapshot-routes", ...quick, where: "acting" },
  "apply-change": { entry: "failover/apply-change", ...quick, where: "acting" },
  "restore-change": { entry: "failover/restore-change", ...quick, where: "acting" },
  "read-back": { entry: "failover/read-back", ...quick },
  "prove-traffic": { entry: "failover/prove-traffic", timeoutSeconds: 60, memoryMb: 256 },
  "roll-back": { entry: "failover/roll-back", timeoutSeconds: 60, memoryMb: 256, where: "acting" },
  "check-failback": { entry: "failover/check-failback", ...quick, where: "acting" },
  "record-outcome": { entry: "failover/record-outcome", ...quick, where: "acting" },
  "renew-overrides": { entry: "failover/renew-overrides", ...quick, where: "acting" },
  // one at a time, and apart from all that moves traffic
  "watch-overrides": {
    entry: "failover/watch-overrides",
    timeoutSeconds: 55,
    memoryMb: 256,
    reservedConcurrency: 1,
    role: "watchdog",
    where: "acting",
  },
  "record-override-end": { entry: "failover/record-override-end", ...quick },
  "ask-approval": { entry: "failover/ask-approval", ...quick },
  "tell-record": { entry: "failover/tell-record", ...quick },
  "export-trace": { entry: "failover/export-trace", ...quick },
  "start-drill": { entry: "drills/start-drill", ...quick, where: "acting" },
  "check-drill": { entry: "drills/check-drill", ...quick, where: "acting" },
  // as long as a function may run: it measures from before the fault until traffic has held on the backup
  "measure-drill": { entry: "drills/measure-drill", timeoutSeconds: 890, memoryMb: 256, where: "acting" },
  "stop-drill": { entry: "drills/stop-drill", ...quick, where: "acting" },
  "check-drill-end": { entry: "drills/check-drill-end", ...quick },
  "record-drill": { entry: "drills/record-drill", ...quick },
  "list-drills": { entry: "api/list-drills", ...quick },
  "show-drill-report": { entry: "api/show-drill-report", ...quick },
  "show-drill-summary": { entry: "api/show-drill-summary", ...quick },
  "show-report-key": { entry: "api/show-report-key", ...quick },
  "run-drill": { entry: "api/run-drill", ...quick, where: "acting" },
  "raise-alert": { entry: "alerts/raise-alert", ...quick },
  "record-event": { entry: "history/record-event", ...quick },
  // one at a time: it reads, adds and writes
  "watch-slos": { entry: "slo/watch-slos", ...quick, ...alone },
  "list-slos": { entry: "api/list-slos", ...quick },
  // it reads what most pages read, together
  "show-metrics": { entry: "api/show-metrics", timeoutSeconds: 30, memoryMb: 512 },
  "discover-cloud": { entry: "topology/discover-cloud", timeoutSeconds: 300, memoryMb: 1024, where: "acting" },
  "discover-on-change": { entry: "topology/discover-on-change", timeoutSeconds: 300, memoryMb: 1024, ...alone },
  // one at a time: of two looks at a cloud the later is compared with the earlier
  "join-look": { entry: "topology/join-look", timeoutSeconds: 60, memoryMb: 1024, ...alone },
  "show-path-plan": { entry: "api/show-path-plan", timeoutSeconds: 30, memoryMb: 512 },
  "explain-flow": { entry: "api/explain-flow", timeoutSeconds: 30, memoryMb: 1024, isComputing: true },
  "show-topology": { entry: "api/show-topology", timeoutSeconds: 30, memoryMb: 512 },
  "list-what-if": { entry: "api/list-what-if", timeoutSeconds: 30, memoryMb: 1024, isComputing: true },
  "ask-what-if": { entry: "api/ask-what-if", timeoutSeconds: 30, memoryMb: 1024, isComputing: true },
  "list-snapshots": { entry: "api/list-snapshots", ...quick },
  "show-overview": { entry: "api/show-overview", ...quick },
  "show-me": { entry: "api/show-me", ...quick },
  "list-flows": { entry: "api/list-flows", ...quick },
  "list-incidents": { entry: "api/list-incidents", ...quick },
  "show-incident-record": { entry: "api/show-incident-record", timeoutSeconds: 30, memoryMb: 512 },
  "show-path": { entry: "api/show-path", timeoutSeconds: 30, memoryMb: 512 },
  "show-settings": { entry: "api/show-settings", ...quick },
  "show-incident-trace": { entry: "api/show-incident-trace", ...quick },
  "list-plans": { entry: "api/list-plans", ...quick },
  "list-events": { entry: "api/list-events", ...quick },
  "order-failover": { entry: "api/order-failover", ...quick },
  "order-failback": { entry: "api/order-failback", ...quick },
  "set-path-override": { entry: "api/set-path-override", ...quick },
  "drain-path": { entry: "api/drain-path", ...quick },
  "list-overrides": { entry: "api/list-overrides", ...quick },
  "set-kill-switch": { entry: "api/set-kill-switch", ...quick },
  "show-kill-switch": { entry: "api/show-kill-switch", ...quick },
  "list-approvals": { entry: "api/list-approvals", ...quick },
  "approve-move": { entry: "api/approve-move", ...quick },
  "reject-move": { entry: "api/reject-move", ...quick },
  "submit-intent": { entry: "api/submit-intent", timeoutSeconds: 30, memoryMb: 1024 },
  "submit-intents": { entry: "api/submit-intents", timeoutSeconds: 30, memoryMb: 1024 },
  "order-intent": { entry: "api/order-intent", timeoutSeconds: 30, memoryMb: 1024 },
  "show-intent": { entry: "api/show-intent", ...quick },
  "list-intents": { entry: "api/list-intents", ...quick },
  "advance-provisioning": {
    entry: "intents/advance-provisioning",
    timeoutSeconds: 120,
    memoryMb: 1024,
    where: "acting",
  },
  "prove-connections": { entry: "intents/prove-connections", timeoutSeconds: 290, memoryMb: 1024, where: "acting" },
  // it may run as long as its caller waits, with time left to judge what it says
  "prove-from-here": { entry: "intents/prove-from-here", timeoutSeconds: 120, memoryMb: 512, where: "network" },
  "withdraw-provisioning": {
    entry: "intents/withdraw-provisioning",
    timeoutSeconds: 120,
    memoryMb: 1024,
    where: "acting",
  },
  "end-provisioning": { entry: "intents/end-provisioning", timeoutSeconds: 290, memoryMb: 1024, where: "acting" },
  "resume-runs": { entry: "intents/resume-runs", ...quick, where: "acting" },
  "look-after-connections": { entry: "intents/look-after-connections", timeoutSeconds: 60, memoryMb: 1024, ...alone },
  "publish-documents": { entry: "intents/publish-documents", timeoutSeconds: 120, memoryMb: 512, ...alone },
  "show-intent-document": { entry: "api/show-intent-document", timeoutSeconds: 30, memoryMb: 512 },
  // a week of the log, or of minutes of requests, is read whole
  "ask-query": { entry: "query/ask", timeoutSeconds: 30, memoryMb: 1024, isComputing: true },
  "show-request": { entry: "query/show-request", ...quick },
  "show-openapi": { entry: "api/show-openapi", ...quick },
  // Slack waits for three seconds: they check who sent it, put it away, and answer
  "slack-command": { entry: "api/slack-command", timeoutSeconds: 10, memoryMb: 1024 },
  "slack-interaction": { entry: "api/slack-interaction", timeoutSeconds: 10, memoryMb: 1024 },
  "slack-options": { entry: "api/slack-options", timeoutSeconds: 10, memoryMb: 1024 },
  "answer-order": { entry: "chat/answer-order", timeoutSeconds: 60, memoryMb: 1024 },
  "start-cost-check": { entry: "costs/start-check", ...quick, where: "acting" },
  "meter-traffic": { entry: "costs/meter-traffic", timeoutSeconds: 290, memoryMb: 512, where: "acting" },
  // five weeks of quarter hours of every link and flow
  "watch-costs": {
    entry: "costs/watch-costs",
    timeoutSeconds: 290,
    memoryMb: 1024,
    isComputing: true,
    where: "acting",
  },
  // a year of bills at its first run, and each delivery is kept as soon as it is read
  "take-bills": { entry: "costs/take-bills", timeoutSeconds: 890, memoryMb: 1024, isComputing: true, where: "acting" },
  "forecast-costs": {
    entry: "costs/forecast-costs",
    timeoutSeconds: 290,
    memoryMb: 1024,
    isComputing: true,
    where: "acting",
  },
  "advise-costs": {
    entry: "costs/advise-costs",
    timeoutSeconds: 290,
    memoryMb: 1024,
    isComputing: true,
    where: "acting",
  },
  "verify-savings": {
    entry: "costs/verify-savings",
    timeoutSeconds: 290,
    memoryMb: 1024,
    isComputing: true,
    where: "acting",
  },
  "reconcile-costs": {
    entry: "costs/reconcile-costs",
    timeoutSeconds: 290,
    memoryMb: 1024,
    isComputing: true,
    where: "acting",
  },
  "tell-week": { entry: "reports/tell-week", timeoutSeconds: 60, memoryMb: 1024, isComputing: true, where: "acting" },
  "show-week-report": { entry: "reports/show-week-report", timeoutSeconds: 30, memoryMb: 1024, isComputing: true },
  "show-status": { entry: "reports/show-status", ...quick },
  "publish-status": { entry: "reports/publish-status", ...quick },
  "tell-check-failure": { entry: "costs/tell-check-failure", ...quick, where: "acting" },
  // a month's bill of many accounts is read whole, and where flows and links are asked for, a month of the meter
  "show-cost-summary": { entry: "costs/show-cost-summary", timeoutSeconds: 30, memoryMb: 1024 },
  "show-spend": { entry: "costs/show-spend", timeoutSeconds: 30, memoryMb: 1024, isComputing: true },
  "show-allocations": { entry: "costs/show-allocations", timeoutSeconds: 30, memoryMb: 1024 },
  "show-transfers": { entry: "costs/show-transfers", timeoutSeconds: 30, memoryMb: 1024 },
  "list-anomalies": { entry: "costs/list-anomalies", ...quick },
  "plan-anomaly": { entry: "costs/plan-anomaly", ...quick },
  "answer-anomaly": { entry: "costs/answer-anomaly", ...quick },
  "list-recommendations": { entry: "costs/list-recommendations", ...quick },
  "answer-recommendation": { entry: "costs/answer-recommendation", ...quick },
  "list-forecasts": { entry: "costs/list-forecasts", timeoutSeconds: 30, memoryMb: 1024 },
  "list-bills": { entry: "costs/list-bills", ...quick },
  // a month of quarter hours of every link: 20 s of a CPU for a thousand links, which this much memory has whole; 559 MB would hold it
  "show-reconciliation": {
    entry: "costs/show-reconciliation",
    timeoutSeconds: 30,
    memoryMb: 1769,
    isComputing: true,
  },
  "show-meter": { entry: "costs/show-meter", timeoutSeconds: 30, memoryMb: 1024 },
  // five thousand spans at once are 4 MB of JSON
  "take-spans": { entry: "requests/take-spans", timeoutSeconds: 30, memoryMb: 512 },
  // one at a time: it reads three minutes of spans, and writes one of counts
  "join-requests": { entry: "requests/join-requests", timeoutSeconds: 55, memoryMb: 512, ...alone },
} as const satisfies Readonly<Record<string, FunctionSpec>>;

/** Name of a shipped function. */
export type FunctionName = keyof typeof functions;

/** Routes of the HTTP API (API Gateway v2): behind a JWT authorizer, but for those that carry a signature of their own. */
export const routes = [
  { method: "GET", path: "/v1/openapi.json", target: "show-openapi" },
  { method: "GET", path: "/v1/me", target: "show-me" },
  { method: "GET", path: "/v1/overview", target: "show-overview" },
  { method: "GET", path: "/metrics", target: "show-metrics" },
  { method: "GET", path: "/v1/slos", target: "list-slos" },
  { method: "GET", path: "/v1/status", target: "show-status" },
  { method: "GET", path: "/v1/reports/week", target: "show-week-report" },
  { method: "GET", path: "/v1/topology", target: "show-topology" },
  { method: "GET", path: "/v1/topology/snapshots", target: "list-snapshots" },
  { method: "GET", path: "/v1/what-if", target: "list-what-if" },
  { method: "POST", path: "/v1/what-if", target: "ask-what-if" },
  { method: "GET", path: "/v1/flows", target: "list-flows" },
  { method: "GET", path: "/v1/incidents", target: "list-incidents" },
  { method: "GET", path: "/v1/incidents/{id}/record", target: "show-incident-record" },
  { method: "GET", path: "/v1/paths/{id}", target: "show-path" },
  { method: "GET", path: "/v1/settings", target: "show-settings" },
  { method: "GET", path: "/v1/incidents/{id}/trace", target: "show-incident-trace" },
  { method: "GET", path: "/v1/query", target: "ask-query" },
  { method: "GET", path: "/v1/requests/{traceId}", target: "show-request" },
  { method: "GET", path: "/v1/plans", target: "list-plans" },
  { method: "GET", path: "/v1/path-plan", target: "show-path-plan" },
  { method: "GET", path: "/v1/path-plan/flows/{id}", target: "explain-flow" },
  { method: "GET", path: "/v1/events", target: "list-events" },
  { method: "POST", path: "/v1/failovers", target: "order-failover" },
  { method: "POST", path: "/v1/incidents/{id}/fail-back", target: "order-failback" },
  { method: "GET", path: "/v1/overrides", target: "list-overrides" },
  { method: "PUT", path: "/v1/paths/{id}/override", target: "set-path-override" },
  { method: "POST", path: "/v1/paths/{id}/drain", target: "drain-path" },
  { method: "GET", path: "/v1/drills", target: "list-drills" },
  { method: "GET", path: "/v1/drills/summary", target: "show-drill-summary" },
  { method: "GET", path: "/v1/drills/key", target: "show-report-key" },
  { method: "GET", path: "/v1/drills/runs/{id}", target: "show-drill-report" },
  { method: "POST", path: "/v1/drills/{id}/run", target: "run-drill" },
  { method: "PUT", path: "/v1/kill-switch", target: "set-kill-switch" },
  { method: "GET", path: "/v1/kill-switch", target: "show-kill-switch" },
  { method: "GET", path: "/v1/approvals", target: "list-approvals" },
  { method: "POST", path: "/v1/approvals/{id}/approve", target: "approve-move" },
  { method: "POST", path: "/v1/approvals/{id}/reject", target: "reject-move" },
  { method: "POST", path: "/v1/intents", target: "submit-intent" },
  { method: "POST", path: "/v1/intents:bulk", target: "submit-intents" },
  { method: "GET", path: "/v1/intents", target: "list-intents" },
  { method: "GET", path: "/v1/intents/{id}", target: "show-intent" },
  { method: "GET", path: "/v1/intents/{id}/document", target: "show-intent-document" },
  // `{id}:approve`, `:reject`, `:cancel`, `:undo`: a variable is a whole part of a path there
  { method: "POST", path: "/v1/intents/{id}", target: "order-intent" },
  { method: "GET", path: "/v1/costs/summary", target: "show-cost-summary" },
  { method: "GET", path: "/v1/costs/spend", target: "show-spend" },
  { method: "GET", path: "/v1/costs/allocations", target: "show-allocations" },
  { method: "GET", path: "/v1/costs/transfers", target: "show-transfers" },
  { method: "GET", path: "/v1/costs/anomalies", target: "list-anomalies" },
  { method: "GET", path: "/v1/costs/anomalies/{id}/plan", target: "plan-anomaly" },
  // `{id}:snooze`, `:dismiss`, `:confirm`
  { method: "POST", path: "/v1/costs/anomalies/{id}", target: "answer-anomaly" },
  { method: "GET", path: "/v1/costs/recommendations", target: "list-recommendations" },
  // `{id}:accept`, `:dismiss`, `:done`
  { method: "POST", path: "/v1/costs/recommendations/{id}", target: "answer-recommendation" },
  { method: "GET", path: "/v1/costs/forecasts", target: "list-forecasts" },
  { method: "GET", path: "/v1/costs/bills", target: "list-bills" },
  { method: "GET", path: "/v1/costs/meter", target: "show-meter" },
  { method: "GET", path: "/v1/costs/reconciliation", target: "show-reconciliation" },
  { method: "POST", path: "/otlp/v1/traces", target: "take-spans", scope: "spans" },
  { method: "POST", path: "/v1/slack/commands", target: "slack-command", isSigned: true },
  { method: "POST", path: "/v1/slack/interactions", target: "slack-interaction", isSigned: true },
  { method: "POST", path: "/v1/slack/options", target: "slack-options", isSigned: true },
] as const satisfies readonly {
  readonly method: string;
  readonly path: string;
  readonly target: FunctionName;
  /** Its function checks who sent it; no token is asked for. */
  readonly isSigned?: true;
  /** What a token is asked for, where it is neither to look nor to order: then it gives nobody's leave, and is no person's. */
  readonly scope?: "spans";
}[];

/** The state machines, named as their files in `packages/engine/workflows`. */
export const workflows = ["failover", "failback", "drill", "provision", "cost-check"] as const;
export type WorkflowName = (typeof workflows)[number];

/** Schedules that do not depend on the configuration; a probe burst per vantage is added to them. */
export const schedules = [
  { name: "reconsider-paths", rate: "rate(1 minute)", target: "reconsider-paths" },
  { name: "hold-region", rate: "rate(1 minute)", target: "hold-region" },
  { name: "refresh-choices", rate: "rate(1 hour)", target: "refresh-choices" },
  { name: "optimise-paths", rate: "rate(7 days)", target: "optimise-paths" },
  { name: "renew-overrides", rate: "rate(5 minutes)", target: "renew-overrides" },
  { name: "watch-overrides", rate: "rate(1 minute)", target: "watch-overrides" },
  { name: "watch-slos", rate: "rate(5 minutes)", target: "watch-slos" },
  { name: "join-requests", rate: "rate(1 minute)", target: "join-requests" },
  { name: "look-at-meter", rate: "rate(30 minutes)", target: "start-cost-check", input: { kind: "meter" } },
  { name: "look-at-bills", rate: "rate(1 day)", target: "start-cost-check", input: { kind: "bills" } },
  // after Sunday's bills, as a rule
  { name: "tell-week", rate: "cron(0 8 ? * MON *)", target: "tell-week" },
] as const satisfies readonly {
  readonly name: string;
  readonly rate: string;
  readonly target: FunctionName;
  /** Beside the time it is for. */
  readonly input?: Readonly<Record<string, string>>;
}[];

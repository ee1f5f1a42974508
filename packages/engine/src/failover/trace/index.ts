export { traceViews } from "./trace-views.ts";
export { exportTrace } from "./use-cases/export-trace.ts";
export { showIncidentTrace } from "./use-cases/show-incident-trace.ts";

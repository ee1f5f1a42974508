export { DrillEndStep, DrillOrder, DrillStep } from "./drill-step.ts";
export { drillMarkdown } from "./report-markdown.ts";
export { checkDrill } from "./use-cases/check-drill.ts";
export { checkDrillEnd, stopDrill } from "./use-cases/end-drill.ts";
export { endOverdueDrills } from "./use-cases/end-overdue-drills.ts";
export { measureDrill } from "./use-cases/measure-drill.ts";
export { recordDrill } from "./use-cases/record-drill.ts";
export { listDrills, showDrillReport, showDrillSummary, showReportKey } from "./use-cases/show-drills.ts";
export { startDrill } from "./use-cases/start-drill.ts";

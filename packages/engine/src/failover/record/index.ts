export { lossOfMove } from "./loss-of-move.ts";
export { postIncidentFacts } from "./post-incident-facts.ts";
export { recordMarkdown } from "./record-markdown.ts";
export { recordThread } from "./record-thread.ts";
export { showIncidentRecord } from "./use-cases/show-incident-record.ts";
export { tellRecord } from "./use-cases/tell-record.ts";

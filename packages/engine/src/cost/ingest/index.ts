export { type IngestRequest, type IngestResult, ingestBills } from "./ingest-bills.ts";
export { type TakenDelivery, type TakeRules, takeDelivery } from "./take-delivery.ts";

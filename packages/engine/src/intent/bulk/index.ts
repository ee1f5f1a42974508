export { BULK_COLUMNS } from "./columns.ts";
export { type BulkIssue, type BulkRequests, type BulkRow, parseBulk, parseBulkJson } from "./parse-bulk.ts";

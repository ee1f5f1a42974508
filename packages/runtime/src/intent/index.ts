export { readCsv } from "./table/read-csv.ts";
export type { TableReading } from "./table/table-reading.ts";

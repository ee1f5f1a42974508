export { readCsv } from "./table/read-csv.ts";
export { readXlsx } from "./table/read-xlsx.ts";
export type { TableReading } from "./table/table-reading.ts";

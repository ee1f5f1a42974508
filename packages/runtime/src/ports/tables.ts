import { sdkTables } from "../store/sdk-tables.ts";
import { type DocumentTable, documentTable } from "../store/state/document-table.ts";
import type { TableCalls } from "../store/table-calls.ts";
import type { Part } from "./surroundings.ts";

/** The one client of both tables. */
const calls: Part<TableCalls> = { make: ({ settings }) => sdkTables(settings.regionId) };

/** The state table, as documents. */
export const stateTable: Part<DocumentTable> = {
  make: ({ settings, the }) => documentTable(the(calls), settings.names.stateTable),
};

/** The coordination table, as its stores are made from it. */
export const coordTable: Part<readonly [calls: TableCalls, tableName: string]> = {
  make: ({ settings, the }) => [the(calls), settings.names.coordTable],
};

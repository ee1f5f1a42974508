import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type DocumentTable, documentClient, documentTable } from "../store/state/document-table.ts";
import { credentialsIn } from "./identity.ts";
import type { Part } from "./surroundings.ts";

/** The one client of both tables. */
const documents: Part<DynamoDBDocumentClient> = {
  make: (from) => documentClient(from.settings.regionId, credentialsIn(from.settings.regionId, from)),
};

/** The state table, as documents. */
export const stateTable: Part<DocumentTable> = {
  make: ({ settings, the }) => documentTable(the(documents), settings.names.stateTable),
};

/** The coordination table, as its stores are made from it. */
export const coordTable: Part<readonly [client: DynamoDBDocumentClient, tableName: string]> = {
  make: ({ settings, the }) => [the(documents), settings.names.coordTable],
};

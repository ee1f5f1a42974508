import { ConnectionDocument, type DocumentStore } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";
import { largeDocuments } from "./large-documents.ts";

/** Documents of connections in the state table, compressed, in as many items as each takes. */
export function connectionDocumentStore(table: DocumentTable): DocumentStore {
  const { write, read } = largeDocuments(table);
  const bodyOf = (intentId: string): string => `CONNECTION-DOCUMENT#${intentId}`;
  return {
    put: (document) => write(bodyOf(document.intentId), document, document.atMs),
    find: (intentId) => read(bodyOf(intentId), ConnectionDocument),
  };
}

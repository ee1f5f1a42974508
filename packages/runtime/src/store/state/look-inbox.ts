import type { LookInbox } from "@skylane/core";
import { CloudDiscovery, inboxPartition } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";
import { largeDocuments } from "./large-documents.ts";

/**
 * What functions within a cloud hand in, in `skylane-state`: a partition a cloud, which is all their role may write. Whoever
 * writes there is not trusted for more than its own cloud.
 */
export function lookInboxStore(table: DocumentTable): LookInbox {
  const { write, read } = largeDocuments(table);
  return {
    put: (seen) => write(inboxPartition(seen.cloud), seen, seen.finishedAtMs),
    async last(cloud) {
      const seen = await read(inboxPartition(cloud), CloudDiscovery);
      return seen && isAllOf(cloud, seen) ? seen : undefined;
    },
  };
}

const isAllOf = (cloud: string, { cloud: from, networks, gateways, links, routes, gaps }: CloudDiscovery): boolean =>
  from === cloud &&
  [...networks, ...gateways, ...links, ...routes, ...gaps].every((one) => one.cloud === cloud) &&
  [...networks, ...gateways, ...links].every(({ key }) => key.startsWith(`${cloud}/`)) &&
  routes.every(({ owner }) => owner.startsWith(`${cloud}/`));

import type { CloudContext } from "@skylane/clouds";
import { type AssumableRole, coreError } from "@skylane/core";
import type { BillFolder } from "./folders/bill-folder.ts";
import { diskFolder } from "./folders/disk-folder.ts";
import type { BillTable } from "./tables/bill-table.ts";

/** Who reads: without a federated identity, other clouds are read as whoever the environment says this is. */
export interface BillAccess extends Pick<CloudContext, "endpoints" | "federation"> {
  readonly nowMs: () => number;
  /** The role to look at an account of AWS with; `undefined` = the credentials at hand. */
  readonly roleOf?: (accountId: string) => AssumableRole | undefined;
}

/**
 * The place that a configuration names: `file:bills/aws`, `s3://bucket/prefix`, `gs://bucket/prefix`, Azure's `https://…`,
 * `oci://namespace/bucket/prefix`, `bigquery:project.dataset.table`, `cost-explorer:<account>`.
 * @param columns of a row, where rows are asked for by the column
 * @throws ERR_BILL_UNREADABLE if nobody reads such a place
 */
export async function openPlace(
  at: string,
  columns: readonly string[],
  access: BillAccess,
): Promise<BillFolder | BillTable> {
  if (at.startsWith("file:")) return diskFolder(at.slice("file:".length));
  const s3 = /^s3:\/\/([a-z0-9.-]{3,63})(?:\/(.*))?$/.exec(at);
  if (s3) {
    const { s3Folder } = await import("./folders/s3-folder.ts");
    return s3Folder(s3[1] ?? "", s3[2] ?? "");
  }
  const gs = /^gs:\/\/([a-z0-9._-]{3,222})(?:\/(.*))?$/.exec(at);
  if (gs) {
    const [{ gcsFolder }, { gcpToken }] = await Promise.all([
      import("./folders/gcs-folder.ts"),
      import("@skylane/clouds/gcp/token"),
    ]);
    return gcsFolder(gs[1] ?? "", gs[2] ?? "", gcpToken("storage", access));
  }
  const blob = /^(https:\/\/[a-z0-9]{3,24}\.blob\.core\.windows\.net)\/([^/]+)(?:\/(.*))?$/.exec(at);
  if (blob) {
    const [{ blobFolder }, { azureStorageToken }] = await Promise.all([
      import("./folders/blob-folder.ts"),
      import("@skylane/clouds/azure/storage-token"),
    ]);
    return blobFolder(blob[1] ?? "", blob[2] ?? "", blob[3] ?? "", await azureStorageToken(access.federation));
  }
  const oci = /^oci:\/\/([\w-]+)\/([\w.-]+)(?:\/([^\t\r\n?#]*))?$/.exec(at);
  if (oci) {
    const [{ ociFolder }, { ociObjects }] = await Promise.all([
      import("./folders/oci-folder.ts"),
      import("@skylane/clouds/oci/objects"),
    ]);
    const [, namespace = "", bucket = "", prefix = ""] = oci;
    return ociFolder(namespace, bucket, prefix, await ociObjects({ namespace, bucket }, access.endpoints?.oci));
  }
  const bigquery = /^bigquery:([a-z][a-z0-9-]{4,28}[a-z0-9])\.(\w{1,1024})\.([\w-]{1,1024})$/.exec(at);
  if (bigquery) {
    const [{ bigQueryTable }, { gcpToken }] = await Promise.all([
      import("./tables/bigquery-table.ts"),
      import("@skylane/clouds/gcp/token"),
    ]);
    const [, project = "", dataset = "", table = ""] = bigquery;
    const origin = access.endpoints?.gcp?.replace(/\/$/, "");
    return bigQueryTable(
      { project, dataset, table },
      columns,
      gcpToken("bigquery", access),
      origin && `${origin}/bigquery/v2`,
    );
  }
  const accountId = /^cost-explorer:(\d{12})$/.exec(at)?.[1];
  if (accountId !== undefined) {
    const [{ costExplorerTable }, { costsByDay }] = await Promise.all([
      import("./tables/cost-explorer-table.ts"),
      import("@skylane/clouds/aws/cost-explorer"),
    ]);
    const { nowMs, roleOf } = access;
    const asker = { accountId, role: roleOf?.(accountId), nowMs };
    return costExplorerTable(accountId, (period) => costsByDay(asker, period), nowMs);
  }
  throw coreError(
    "ERR_BILL_UNREADABLE",
    `bills at ${at} are not read: file:, s3://, gs://, oci://, containers of Azure, bigquery:project.dataset.table and cost-explorer:<account> are. Correct the name, or copy them there`,
    { at },
  );
}

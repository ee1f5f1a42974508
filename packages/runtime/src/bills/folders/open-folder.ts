import type { Federation } from "@skylane/clouds/identity";
import { coreError } from "@skylane/core";
import type { BillFolder } from "./bill-folder.ts";
import { diskFolder } from "./disk-folder.ts";

/**
 * The folder that a configuration names: `file:bills/aws`, `s3://bucket/prefix`, `gs://bucket/prefix`, Azure's `https://…`. Without a
 * federated identity, other clouds are read as whoever the environment says this is. @throws ERR_BILL_UNREADABLE if nobody reads such a place
 */
export async function openFolder(at: string, federation?: Federation): Promise<BillFolder> {
  if (at.startsWith("file:")) return diskFolder(at.slice("file:".length));
  const s3 = /^s3:\/\/([a-z0-9.-]{3,63})(?:\/(.*))?$/.exec(at);
  if (s3) {
    const { s3Folder } = await import("./s3-folder.ts");
    return s3Folder(s3[1] ?? "", s3[2] ?? "");
  }
  const gs = /^gs:\/\/([a-z0-9._-]{3,222})(?:\/(.*))?$/.exec(at);
  if (gs) {
    const [{ gcsFolder }, { gcpStorageToken }] = await Promise.all([
      import("./gcs-folder.ts"),
      import("@skylane/clouds/gcp/storage-token"),
    ]);
    return gcsFolder(gs[1] ?? "", gs[2] ?? "", gcpStorageToken(federation));
  }
  const blob = /^(https:\/\/[a-z0-9]{3,24}\.blob\.core\.windows\.net)\/([^/]+)(?:\/(.*))?$/.exec(at);
  if (blob) {
    const [{ blobFolder }, { azureStorageToken }] = await Promise.all([
      import("./blob-folder.ts"),
      import("@skylane/clouds/azure/storage-token"),
    ]);
    return blobFolder(blob[1] ?? "", blob[2] ?? "", blob[3] ?? "", await azureStorageToken(federation));
  }
  throw coreError(
    "ERR_BILL_UNREADABLE",
    `bills at ${at} are not read yet; those in file:, s3://, gs:// and Azure's containers are. Copy them there, or let the export write there`,
    { at },
  );
}

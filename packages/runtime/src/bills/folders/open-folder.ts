import { coreError } from "@skylane/core";
import type { BillFolder } from "./bill-folder.ts";
import { diskFolder } from "./disk-folder.ts";

/** The folder that a configuration names: `file:bills/aws`, `s3://bucket/prefix`. @throws ERR_BILL_UNREADABLE if nobody reads such a place */
export async function openFolder(at: string): Promise<BillFolder> {
  if (at.startsWith("file:")) return diskFolder(at.slice("file:".length));
  const s3 = /^s3:\/\/([a-z0-9.-]{3,63})(?:\/(.*))?$/.exec(at);
  if (s3) {
    const { s3Folder } = await import("./s3-folder.ts");
    return s3Folder(s3[1] ?? "", s3[2] ?? "");
  }
  throw coreError(
    "ERR_BILL_UNREADABLE",
    `bills at ${at} are not read yet; those in file: and s3:// are. Copy them there, or let the export write there`,
    { at },
  );
}

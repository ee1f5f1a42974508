import type { OciObjects } from "@skylane/clouds/oci/objects";
import { coreError, hasCode } from "@skylane/core";
import * as z from "zod";
import { bodyOf, understood } from "./bearer-call.ts";
import type { BillFile, BillFolder } from "./bill-folder.ts";

const MAX_FILES = 20_000;
const PAGE_SIZE = 1_000;
const Page = z.looseObject({
  objects: z.array(
    z.looseObject({
      name: z.string(),
      size: z.int().nonnegative(),
      etag: z.string(),
      timeModified: z.iso.datetime({ offset: true }),
    }),
  ),
  nextStartWith: z.string().nullish(),
});

/**
 * A prefix of a bucket of Oracle's Object Storage. @throws ERR_BILL_UNREADABLE
 * @see https://docs.oracle.com/iaas/api/#/en/objectstorage/20160918/Object/ListObjects
 */
export function ociFolder(namespace: string, bucket: string, prefix: string, get: OciObjects): BillFolder {
  const at = `oci://${namespace}/${bucket}/${prefix}`;
  const unreadable = (why: string): Error =>
    coreError(
      "ERR_BILL_UNREADABLE",
      `${at} cannot be read: ${why.replace(/\.$/, "")}. Check the name, and that a policy lets the group of these credentials read objects there: for cost reports one that endorses it in Oracle's tenancy, as docs/costs.md shows it`,
      { at },
    );
  const objects = `/n/${encodeURIComponent(namespace)}/b/${encodeURIComponent(bucket)}/o`;
  const asked = async <T>(read: () => Promise<T>): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      throw hasCode(error, "ERR_BILL_UNREADABLE") ? error : unreadable((error as Error).message);
    }
  };
  return {
    async list() {
      const files: BillFile[] = [];
      let start: string | undefined;
      for (let pages = 0; pages === 0 || start !== undefined; pages += 1) {
        if (pages * PAGE_SIZE >= MAX_FILES) throw unreadable(`it has more than ${MAX_FILES} files`);
        const query = new URLSearchParams({
          prefix,
          fields: "name,size,etag,timeModified",
          limit: String(PAGE_SIZE),
          ...(start !== undefined && { start }),
        });
        const page = await asked(async () => {
          const answer = await get(`${objects}?${query.toString().replaceAll("+", "%20")}`);
          return understood(Page, await answer.json().catch(() => undefined), at);
        });
        for (const { name, size, etag, timeModified } of page.objects)
          if (!name.endsWith("/"))
            files.push({
              name: name.slice(prefix.length),
              version: etag,
              bytes: size,
              writtenAtMs: Date.parse(timeModified),
            });
        start = page.nextStartWith ?? undefined;
      }
      return files;
    },
    async *read(name) {
      const answer = await asked(() => get(`${objects}/${encodeURIComponent(prefix + name)}`));
      try {
        yield* bodyOf(answer);
      } catch (error) {
        throw unreadable((error as Error).message);
      }
    },
  };
}

import * as z from "zod";
import { id, tags } from "./fields.ts";

/** A bucket, or the blobs of a storage account: what lies in it, and what comes and goes. What is deleted makes room for what is written. */
export const EstateStore = z.strictObject({
  id,
  /** Of a storage account it is that of the service it is. */
  name: z.string().min(1).max(128),
  cloud: z.enum(["aws", "azure", "gcp"]),
  regionId: z.string().min(1),
  accountId: z.string().min(1),
  /** As its cloud's metrics call it: StandardStorage, Hot, STANDARD. */
  tier: z.string().min(1).max(60),
  gb: z.number().positive(),
  objectKib: z.number().positive(),
  monthlyReadGb: z.number().nonnegative(),
  monthlyWrittenGb: z.number().nonnegative(),
  /** False where its owner does not pay for the metrics of its requests; of AWS only. */
  isCounted: z.boolean().default(true),
  tags,
});
export type EstateStore = z.infer<typeof EstateStore>;

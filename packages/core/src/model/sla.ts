import * as z from "zod";
import { ConnectionKind } from "./connection.ts";
import { CloudId } from "./network.ts";

/** What a cloud promises about a kind of link: the share of a month in which it works. */
export const SlaRow = z.strictObject({
  cloud: CloudId,
  kind: ConnectionKind,
  /** `single` = one link or tunnel; `redundant` = built as the vendor asks for its higher promise. */
  build: z.enum(["single", "redundant"]),
  availabilityRatio: z.number().min(0).max(1),
  source: z.string().min(1),
  asOf: z.iso.date(),
  trust: z.enum(["vendor", "secondary", "unverified"]),
});
export type SlaRow = z.infer<typeof SlaRow>;

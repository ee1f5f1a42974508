import * as z from "zod";

/** How a bill is written. `focus` takes 1.0 to 1.2 and says what 1.2 would have beyond. */
export const BillFormat = z.enum(["focus", "aws-cur", "azure-cost", "cost-explorer", "gcp-billing", "oci-cost"]);
export type BillFormat = z.infer<typeof BillFormat>;

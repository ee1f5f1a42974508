import type { EstateService } from "../../estate/estate.ts";

/** The size of a machine of AWS. */
export const sizeOf = ({ size }: Pick<EstateService, "size">): string => size ?? "m6i.large";

/** How many of the smallest size it is, which is what it costs and has. */
export function largesOf(size: string): number {
  const [, count = "1"] = /\.(\d*)xlarge$/.exec(size) ?? [];
  return size.endsWith(".large") ? 1 : 2 * Number(count || "1");
}

import type { Deps } from "../../../deps.ts";
import { type MeterReport, meterTraffic } from "../../meter/index.ts";

/** How many gaps of a run are written down. */
const SHOWN = 10;

/** Counts and prices what links carried since; what could not be counted is written down, and counted at a later run if it comes. */
export async function countTraffic(
  deps: Pick<Deps, "clock" | "config" | "estimates" | "log" | "meter" | "meterStore" | "topologies">,
): Promise<Omit<MeterReport, "gaps" | "unpriced"> & { readonly gapCount: number; readonly unpricedCount: number }> {
  const { gaps, unpriced, ...counted } = await meterTraffic(deps);
  const counts = { gapCount: gaps.length, unpricedCount: unpriced.length };
  if (gaps.length > 0) deps.log.warn("not all traffic could be counted", { ...counts, gaps: gaps.slice(0, SHOWN) });
  deps.log.info("traffic counted", { ...counted, ...counts });
  return { ...counted, ...counts };
}

import * as z from "zod";
import type { Deps } from "../../../deps.ts";

/** By what costs are looked at: what links carry, or what clouds bill. */
export const CostCheckKind = z.enum(["meter", "bills"]);
export type CostCheckKind = z.infer<typeof CostCheckKind>;

export interface CostCheckOrder {
  readonly kind: CostCheckKind;
  /** The time it is for: the same twice is one look. */
  readonly atMs: number;
}

/** Starts a look at costs, where there is something to look at: a cloud that counts, or a bill. */
export async function startCostCheck(
  { config, log, workflows }: Pick<Deps, "config" | "log" | "workflows">,
  { kind, atMs }: CostCheckOrder,
): Promise<"started" | "already-started" | "nothing-to-look-at"> {
  const has = kind === "bills" ? config.costs.bills.length > 0 : Object.keys(config.clouds).length > 0;
  if (!has) {
    log.debug("no costs to look at", { kind });
    return "nothing-to-look-at";
  }
  return workflows.start("cost-check", `cost-${kind}-${Math.floor(atMs / 60_000)}`, { kind, atMs });
}

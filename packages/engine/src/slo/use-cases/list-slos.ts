import type { SloList } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { showSlos } from "../show-slos.ts";

/** Error budgets as they stand. */
export async function listSlos(deps: Pick<Deps, "config" | "clock" | "performance" | "sloLedgers">): Promise<SloList> {
  const { config, clock } = deps;
  if (!config.slos) return { atMs: clock.nowMs(), slos: [] };
  const [performance, ledgers] = await Promise.all([deps.performance.list(), deps.sloLedgers.list()]);
  return showSlos({ config, nowMs: clock.nowMs(), performance, ledgers });
}

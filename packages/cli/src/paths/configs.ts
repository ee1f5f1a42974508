import type { RouteConfig } from "@skylane/core";
import { routeIntents } from "@skylane/engine";
import { type ChooseOptions, type Chosen, choose } from "./choose.ts";

/** What the routing of each place has to be told for a plan, and what cannot be told. */
export interface PlanConfigs extends Chosen {
  readonly configs: readonly RouteConfig[];
  readonly refusals: readonly { readonly intentId: string; readonly kind: string; readonly reason: string }[];
  readonly undecidable: ReturnType<typeof routeIntents>["undecidable"];
}

/** Chooses, and generates the configuration; of what differs from today's routing, or of everything. */
export async function planConfigs(options: ChooseOptions & { readonly all?: boolean }): Promise<PlanConfigs> {
  const chosen = await choose(options);
  const { routeConfigsFor } = await import("@skylane/clouds");
  const { intents, undecidable } = routeIntents(chosen.session, options.all === true);
  return { ...chosen, ...routeConfigsFor(intents), undecidable };
}

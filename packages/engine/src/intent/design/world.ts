import type { Estimates, Intent, IntentId, ProvisionStep, SkylaneConfig, Topology } from "@skylane/core";
import type { wayPerformance } from "../../paths/index.ts";
import type { AskedName } from "./asked-name.ts";

/** An intent that is to be designed, and what it goes by. */
export interface NamedIntent {
  readonly id: IntentId;
  readonly intent: Intent;
  /** Set where the request says the destination by its host name: packets must find it by that name. */
  readonly name?: AskedName | undefined;
  /** As the request names it. */
  readonly costCentre?: string | undefined;
}

/** All that a design hangs on; the same world, the same design. */
export interface ConnectWorld {
  readonly topology: Topology;
  readonly config: Pick<
    SkylaneConfig,
    "networks" | "flows" | "groups" | "policies" | "intents" | "people" | "probing" | "vantages"
  >;
  readonly estimates: Estimates;
  /** How ways perform: measured where somebody measured them, else by geography. */
  readonly performance: Pick<ReturnType<typeof wayPerformance>, "rttMsOf" | "measuredOf">;
  /** Steps of runs that stand or are under way: what they make is used, and not made once more. */
  readonly made: readonly ProvisionStep[];
  /** What a cloud typically takes for such an object, milliseconds; `undefined` = nothing is known of it. */
  readonly typicalMs: (resource: string) => number | undefined;
  readonly nowMs: number;
  /** The day, `YYYY-MM-DD`: exceptions are judged by it. */
  readonly today: string;
}

import type { SkylaneConfig } from "@skylane/core";

/** What the owner wrote down: networks, connections and flows. A person without one passes empty lists. */
export type Inventory = Pick<SkylaneConfig, "estate" | "networks" | "connections" | "flows"> &
  Partial<Pick<SkylaneConfig, "services">>;

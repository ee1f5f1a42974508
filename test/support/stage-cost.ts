import type { CloudId, SkylaneConfig } from "@skylane/core";
import { foreseenStack, foreseeUse, type Used } from "@skylane/engine";
import type { DeployedStage } from "../../infra/stage.ts";

/** What a stage will use in a month; with another configuration than its own, if one is given. */
export function useOfStage(
  { config, regions, settings }: DeployedStage,
  configured: SkylaneConfig = config,
): readonly Used[] {
  const elsewhere: CloudId[] = [
    ...(settings.azure ? (["azure"] as const) : []),
    ...(settings.gcp ? (["gcp"] as const) : []),
  ];
  return foreseeUse(foreseenStack(configured, [regions.home, regions.standby], elsewhere));
}

import { azureDiscovery } from "@skylane/clouds/azure/discovery";
import { surveyorOf } from "../surveyor.ts";
import type { Port } from "./ports.ts";

/** What the accounts and Regions of the configuration show, of Azure alone: for who runs there. */
export const surveyor: Port<"surveyor"> = {
  name: "surveyor",
  make: ({ settings, config, clock }) => surveyorOf([azureDiscovery], settings.cloudContext, config, clock),
};

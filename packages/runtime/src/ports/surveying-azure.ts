import { azureDiscovery } from "@skylane/clouds/azure/discovery";
import { surveyorOf } from "../surveyor.ts";
import { lookingContext } from "./identity.ts";
import type { Port } from "./ports.ts";

/** What the accounts and Regions of the configuration show, of Azure alone: for who runs there. */
export const surveyor: Port<"surveyor"> = {
  name: "surveyor",
  make: async ({ config, clock, the }) => surveyorOf([azureDiscovery], await the(lookingContext), config, clock),
};

import { gcpDiscovery } from "@skylane/clouds/gcp/discovery";
import { surveyorOf } from "../surveyor.ts";
import type { Port } from "./ports.ts";

/** What the accounts and Regions of the configuration show, of Google Cloud alone: for who runs there. */
export const surveyor: Port<"surveyor"> = {
  name: "surveyor",
  make: ({ settings, config, clock }) => surveyorOf([gcpDiscovery], settings.cloudContext, config, clock),
};

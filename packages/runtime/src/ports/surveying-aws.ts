import { awsDiscovery } from "@skylane/clouds/aws/discovery";
import { surveyorOf } from "../surveyor.ts";
import type { Port } from "./ports.ts";

/** What the accounts and Regions of the configuration show, of AWS alone: for who hears of its changes. */
export const surveyor: Port<"surveyor"> = {
  name: "surveyor",
  make: ({ settings, config, clock }) => surveyorOf([awsDiscovery], settings.cloudContext, config, clock),
};

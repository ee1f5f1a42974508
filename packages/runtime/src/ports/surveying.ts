import { allDiscovery } from "@skylane/clouds/discovery";
import { surveyorOf } from "../surveyor.ts";
import { lookingContext } from "./identity.ts";
import type { Port } from "./ports.ts";

/** What the accounts and Regions of the configuration show, of every cloud. */
export const surveyor: Port<"surveyor"> = {
  name: "surveyor",
  make: async ({ config, clock, the }) => surveyorOf(allDiscovery, await the(lookingContext), config, clock),
};

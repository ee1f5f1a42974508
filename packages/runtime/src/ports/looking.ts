import { estimatesOf, alarmReader as readerOfAlarms } from "@skylane/clouds";
import { surveyor as surveyorOf } from "../surveyor.ts";
import { lookingContext } from "./identity.ts";
import type { Port } from "./ports.ts";

/** What the accounts and Regions of the configuration show, of every cloud. */
export const surveyor: Port<"surveyor"> = {
  name: "surveyor",
  make: async ({ config, clock, the }) => surveyorOf(await the(lookingContext), config, clock),
};

/** The clouds' alarms, understood. */
export const alarmReader: Port<"alarmReader"> = { name: "alarmReader", make: () => readerOfAlarms() };

/** Places, prices and promises. */
export const estimates: Port<"estimates"> = { name: "estimates", make: () => estimatesOf() };

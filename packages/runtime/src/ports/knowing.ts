import { alarmReader as readerOfAlarms } from "@skylane/clouds/alarm-reader";
import { estimatesOf } from "@skylane/clouds/estimates";
import type { Port } from "./ports.ts";

/** The clouds' alarms, understood. */
export const alarmReader: Port<"alarmReader"> = { name: "alarmReader", make: () => readerOfAlarms() };

/** Places, prices and promises. */
export const estimates: Port<"estimates"> = { name: "estimates", make: () => estimatesOf() };

import type * as z from "zod";
import { LinkAlarm } from "../model/alarm.ts";

/** An alarm of a cloud was raised, or cleared (`isRaised` false). Evidence: it starts no move and stops none by itself. */
export const AlarmRaised = LinkAlarm;
export type AlarmRaised = z.infer<typeof AlarmRaised>;

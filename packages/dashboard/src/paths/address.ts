import * as z from "zod";
import { one } from "../shell/address.ts";

/** How far back a path is shown, hours. */
export const pathHours = ["1", "6", "24"] as const;

/** What stands behind `#/paths/…?`. */
export const PathSearch = z.object({ hours: one(z.enum(pathHours)), vantage: one(z.string().min(1)) });
export type PathSearch = z.infer<typeof PathSearch>;

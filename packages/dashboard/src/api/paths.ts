import { PathDetail } from "@skylane/core";
import { ask } from "./ask.ts";

/** A day of minutes is read whole. */
const SLOW_MS = 20_000;
const at = (pathId: string): string => `/v1/paths/${encodeURIComponent(pathId)}`;

/** What is stored of a path, over the last hours. @throws Error in words for a person */
export const fetchPath = async (pathId: string, hours: number): Promise<PathDetail> =>
  PathDetail.parse(await ask("GET", `${at(pathId)}?hours=${hours}`, undefined, SLOW_MS));

/** Keeps traffic off a path, keeps it there, or leaves the path to Skylane again. */
export const overridePath = (pathId: string, to: "avoid" | "prefer" | "auto", reason: string, forMs?: number) =>
  ask("PUT", `${at(pathId)}/override`, { to, reason, ...(forMs !== undefined && { forMs }) });

/** Moves traffic off a path, and keeps it off for so long. */
export const drainPath = (pathId: string, reason: string, forMs: number): Promise<unknown> =>
  ask("POST", `${at(pathId)}/drain`, { reason, forMs });

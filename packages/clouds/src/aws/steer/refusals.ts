import type { RouteChange } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";

/** Somebody else changed what Skylane set, and we do not fight. */
export const conflict = (change: RouteChange, what: string) =>
  cloudError("ERR_CLOUD_CONFLICT", `${change.id}: ${what}, which Skylane did not set; look at it by hand`, {
    changeId: change.id,
  });

/** Nothing else would carry the prefixes: better a lossy path than none. */
export const noBackup = (change: RouteChange, what: string) =>
  cloudError("ERR_BACKUP_ABSENT", `${change.id}: ${what}; nothing was changed`, { changeId: change.id });

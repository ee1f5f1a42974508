import type { SeenService, ServiceMention } from "@skylane/core";
import { isRegionSaid } from "../gazetteer/regions.ts";

/** True if nothing that is said of a service is otherwise. */
export const isAsSaid = ({ cloud, regionId, accountId, kind }: ServiceMention, service: SeenService): boolean =>
  (cloud === undefined || service.cloud === cloud) &&
  (regionId === undefined ||
    service.regionId.toLowerCase() === regionId.toLowerCase() ||
    isRegionSaid(regionId, service)) &&
  (accountId === undefined || service.accountId === accountId) &&
  (kind === undefined || service.kind === kind);

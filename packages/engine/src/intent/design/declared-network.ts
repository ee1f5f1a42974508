import type { Network, SeenService } from "@skylane/core";
import { cidrContains } from "../../topology/index.ts";

/** True if an entry of `networks` means the network a service stands in: by its id at its provider, else by its addresses. */
export const isDeclaredFor = (
  { cloud, providerId, cidrs }: Network,
  service: Pick<SeenService, "cloud" | "networkKey" | "addresses">,
): boolean =>
  cloud === service.cloud &&
  (providerId === undefined
    ? service.addresses.length > 0 && service.addresses.every((one) => cidrs.some((cidr) => cidrContains(cidr, one)))
    : service.networkKey?.toLowerCase() === `${cloud}/${providerId}`.toLowerCase());

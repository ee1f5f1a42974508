import { ApiError } from "./api-error.ts";

/** Network Manager's API: no estate has a core network. */
export function callNetworkManager(path: string): Readonly<Record<string, unknown>> {
  switch (path) {
    case "/core-networks":
      return { CoreNetworks: [] };
    case "/attachments":
      return { Attachments: [] };
    case "/peerings":
      return { Peerings: [] };
    case "/global-networks":
      return { GlobalNetworks: [] };
    default:
      throw new ApiError("ResourceNotFoundException", `Network Manager here knows no ${path}`, 404);
  }
}

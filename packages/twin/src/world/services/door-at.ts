import type { EstateService } from "../../estate/estate.ts";
import type { PrivateEndpoint, ServicesState } from "./services-state.ts";

/** How an address leads to a service. */
export type Door =
  | { readonly kind: "own" | "public"; readonly service: EstateService }
  | { readonly kind: "private-endpoint"; readonly service: EstateService; readonly endpoint: PrivateEndpoint };

/** The service behind an address; `undefined` if none of the estate's is. */
export function doorAt({ services, privateEndpoints }: ServicesState, address: string): Door | undefined {
  for (const service of services.values()) {
    if (service.address === address) return { kind: "own", service };
    if (service.publicAddress === address) return { kind: "public", service };
  }
  for (const endpoint of privateEndpoints.values()) {
    const service = endpoint.address === address ? services.get(endpoint.serviceId) : undefined;
    if (service) return { kind: "private-endpoint", service, endpoint };
  }
  return undefined;
}

import type { Estate, EstateService } from "../../estate/estate.ts";

/** A private endpoint: an address in a network behind which a service of the cloud listens. */
export interface PrivateEndpoint {
  readonly id: string;
  readonly name: string;
  readonly serviceId: string;
  readonly networkId: string;
  readonly address: string;
  /** Only an approved one lets anything through. */
  readonly status: "pending" | "approved" | "rejected";
  readonly tags: Readonly<Record<string, string>>;
}

/** What listens and sends, and by which doors. API calls change what guards a service, and make private endpoints. */
export interface ServicesState {
  readonly services: Map<string, EstateService>;
  readonly privateEndpoints: Map<string, PrivateEndpoint>;
}

export const initialServices = ({ services }: Estate): ServicesState => ({
  services: new Map(services.map((service) => [service.id, service])),
  privateEndpoints: new Map(),
});

import type { SeenService, ServiceMention } from "@skylane/core";
import { namesOf } from "../mentions/vocabulary.ts";
import { isAsSaid } from "./is-as-said.ts";
import { nearestServices } from "./nearest-services.ts";

/** What a mention is in an inventory. `several`: these are called so; `differs`: this is, but is not as was said; `none`: these come nearest. */
export type Resolution =
  | { readonly kind: "found"; readonly service: SeenService }
  | { readonly kind: "several" | "differs" | "none"; readonly choices: readonly SeenService[] };

/**
 * Looks a mention up: by id, DNS name or address first, then by name; then what else is said of it must be so. Only equal names
 * are found (letter case counts where it decides); what merely resembles is offered, never taken.
 */
export function resolveMention(mention: ServiceMention, services: readonly SeenService[]): Resolution {
  const called = servicesCalled(mention.name, services);
  if (called.length === 0) return { kind: "none", choices: nearestServices(mention, services) };
  const fitting = called.filter((service) => isAsSaid(mention, service));
  const [service] = fitting;
  if (service && fitting.length === 1) return { kind: "found", service };
  return fitting.length > 1 ? { kind: "several", choices: fitting } : { kind: "differs", choices: called };
}

function servicesCalled(name: string, services: readonly SeenService[]): readonly SeenService[] {
  const lower = name.toLowerCase();
  const byId = services.filter((service) => service.nativeId === name || service.key === name);
  if (byId.length > 0) return byId;
  const byAddress = services.filter(
    (service) => service.dnsName?.toLowerCase() === lower || service.addresses.includes(name),
  );
  if (byAddress.length > 0) return byAddress;
  const byName = services.filter((service) => service.name === name);
  return byName.length > 0 ? byName : services.filter((service) => namesOf(service).includes(lower));
}

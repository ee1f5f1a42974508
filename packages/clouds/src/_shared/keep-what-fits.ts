import {
  type CloudDiscovery,
  type DiscoveryGap,
  LinkSighting,
  SeenGateway,
  SeenNetwork,
  SeenRoute,
  SeenService,
} from "@skylane/core";
import type * as z from "zod";

type Found = Pick<CloudDiscovery, "networks" | "gateways" | "links" | "routes" | "services">;

/** Leaves out what does not fit the model, and says so: one odd object costs itself and nothing else. */
export function keepWhatFits(cloud: CloudDiscovery["cloud"], all: Found): Found & { readonly gaps: DiscoveryGap[] } {
  const gaps: DiscoveryGap[] = [];
  const keep = <T extends z.ZodType>(schema: T, some: readonly unknown[], what: string): z.infer<T>[] =>
    some.flatMap((one) => {
      const parsed = schema.safeParse(one);
      if (parsed.success) return [parsed.data];
      const [issue] = parsed.error.issues;
      gaps.push({
        cloud,
        operation: what,
        reason: "not-understood",
        message: `a ${what} is left out: ${issue?.path.join(".")}: ${issue?.message}`,
        todo: "report this",
      });
      return [];
    });
  return {
    networks: keep(SeenNetwork, all.networks, "network"),
    gateways: keep(SeenGateway, all.gateways, "gateway"),
    links: keep(LinkSighting, all.links, "link"),
    routes: keep(SeenRoute, all.routes, "route"),
    ...(all.services && { services: keep(SeenService, all.services, "service") }),
    gaps,
  };
}

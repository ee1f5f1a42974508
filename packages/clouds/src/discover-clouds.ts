import type { CloudDiscovery, CloudId, DiscoveryRequest } from "@skylane/core";
import { allDiscovery } from "./_discovery.gen.ts";
import type { Cloud, CloudContext } from "./_shared/define-cloud.ts";
import { lookAt } from "./look-at.ts";

/** What to look at in each cloud; a cloud without an entry is not looked at. */
export type DiscoveryScopes = Readonly<Partial<Record<CloudId, Pick<DiscoveryRequest, "accounts" | "regions">>>>;

/** Looks at several clouds at once. One that breaks altogether is a gap of the others' result. */
export function discoverClouds(
  context: CloudContext,
  scopes: DiscoveryScopes,
  how: Omit<DiscoveryRequest, "accounts" | "regions">,
  clouds: readonly Cloud[] = allDiscovery,
): Promise<readonly CloudDiscovery[]> {
  return Promise.all(
    clouds.flatMap((cloud) => {
      const scope = scopes[cloud.profile.id];
      return scope && cloud.discover ? [lookAt(cloud, cloud.discover, context, { ...how, ...scope })] : [];
    }),
  );
}

/** Begins to load what looking at these clouds needs, for whoever has something else to wait for first. */
export async function loadDiscovery(scopes: DiscoveryScopes, clouds: readonly Cloud[] = allDiscovery): Promise<void> {
  await Promise.all(clouds.map((cloud) => scopes[cloud.profile.id] && cloud.discover?.()));
}

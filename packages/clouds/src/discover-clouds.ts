import type { CloudDiscovery, CloudId, DiscoveryGap, DiscoveryRequest } from "@skylane/core";
import { discoveryClouds } from "./_all.gen.ts";
import type { Cloud, CloudContext } from "./_shared/define-cloud.ts";
import { keepWhatFits } from "./_shared/keep-what-fits.ts";

/** What to look at in each cloud; a cloud without an entry is not looked at. */
export type DiscoveryScopes = Readonly<Partial<Record<CloudId, Pick<DiscoveryRequest, "accounts" | "regions">>>>;

/** Looks at several clouds at once. One that breaks altogether is a gap of the others' result. */
export function discoverClouds(
  context: CloudContext,
  scopes: DiscoveryScopes,
  how: Omit<DiscoveryRequest, "accounts" | "regions">,
  clouds: readonly Cloud[] = discoveryClouds,
): Promise<readonly CloudDiscovery[]> {
  return Promise.all(
    clouds.flatMap((cloud) => {
      const scope = scopes[cloud.profile.id];
      return scope && cloud.discover ? [lookAt(cloud, cloud.discover, context, { ...how, ...scope })] : [];
    }),
  );
}

/** Begins to load what looking at these clouds needs, for whoever has something else to wait for first. */
export async function loadDiscovery(
  scopes: DiscoveryScopes,
  clouds: readonly Cloud[] = discoveryClouds,
): Promise<void> {
  await Promise.all(clouds.map((cloud) => scopes[cloud.profile.id] && cloud.discover?.()));
}

async function lookAt(
  { profile }: Cloud,
  load: NonNullable<Cloud["discover"]>,
  context: CloudContext,
  request: DiscoveryRequest,
): Promise<CloudDiscovery> {
  const startedAtMs = request.nowMs();
  try {
    const discover = await load();
    const seen = await discover(context)(request);
    const { gaps, ...fits } = keepWhatFits(profile.id, seen);
    return { ...seen, ...fits, gaps: [...seen.gaps, ...gaps] };
  } catch (error) {
    const gap: DiscoveryGap = {
      cloud: profile.id,
      operation: "discover",
      reason: "not-understood",
      message: error instanceof Error ? error.message : String(error),
      todo: `report this with the log: the ${profile.displayName} adapter met something it does not understand`,
    };
    const finishedAtMs = request.nowMs();
    return {
      cloud: profile.id,
      startedAtMs,
      finishedAtMs,
      callCount: 0,
      networks: [],
      gateways: [],
      links: [],
      routes: [],
      gaps: [gap],
    };
  }
}

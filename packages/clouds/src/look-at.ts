import type { CloudDiscovery, DiscoveryGap, DiscoveryRequest } from "@skylane/core";
import type { Cloud, CloudContext } from "./_shared/define-cloud.ts";
import { keepWhatFits } from "./_shared/keep-what-fits.ts";

/** What one cloud shows. If its adapter breaks altogether, that is a gap of the result. */
export async function lookAt(
  { profile }: Pick<Cloud, "profile">,
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

import type { CloudDiscovery, Discover, DiscoveryGap, DiscoveryRequest } from "@skylane/core";
import identitySdk from "oci-identity";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { type Scan, startScan } from "../../_shared/scan.ts";
import { Compartment, type RegionAnswers, RegionSubscription, rowsOf } from "./answers.ts";
import { connectOci, type OciAccess } from "./connect-oci.ts";
import { explainOci } from "./explain-oci.ts";
import { DEFAULT_PATIENCE, type Patience } from "./patient-http.ts";
import { readRegion } from "./read-region.ts";
import { seenCircuits } from "./seen-circuits.ts";
import { seenIpsecConnections } from "./seen-ipsec.ts";
import { seenGateways, seenNetworks } from "./seen-networks.ts";
import { seenPeerings } from "./seen-peerings.ts";
import { seenRoutes } from "./seen-routes.ts";
import { seenServices } from "./seen-services.ts";

/** Where the environment and the patience are others than the process's: in tests. */
export interface OciSurroundings {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly patience?: Partial<Patience>;
}

/**
 * Looks at one tenancy of Oracle's cloud, the configuration file's: Region by Region, compartment by compartment. Accounts
 * of the request that are compartments limit it to them; the tenancy itself means all of it.
 */
export const discoverOci =
  ({ endpoints }: Pick<CloudContext, "endpoints">, surroundings: OciSurroundings = {}): Discover =>
  async (request) => {
    const startedAtMs = request.nowMs();
    const scan = startScan("oci", request, explainOci);
    const patience = { ...DEFAULT_PATIENCE, ...surroundings.patience, signal: request.signal };
    const access = await scan.call({ accountId: "", regionId: "", operation: "sign in to Oracle Cloud" }, async () =>
      connectOci(surroundings.environment ?? process.env, endpoints?.oci, patience),
    );
    const { regions, gaps } = access ? await readTenancy(access, request, scan) : { regions: [], gaps: [] };
    return {
      cloud: "oci",
      startedAtMs,
      finishedAtMs: request.nowMs(),
      callCount: scan.callCount(),
      ...mapOci(regions),
      gaps: [...gaps, ...onceForCredentials(scan.gaps), ...regions.flatMap(({ oddities }) => oddities)],
    };
  };

/** What the Regions' answers show; pure. */
export const mapOci = (
  regions: readonly RegionAnswers[],
): Pick<CloudDiscovery, "networks" | "gateways" | "links" | "routes" | "services"> => ({
  networks: regions.flatMap(seenNetworks),
  gateways: regions.flatMap(seenGateways),
  links: [...regions.flatMap(seenIpsecConnections), ...regions.flatMap(seenCircuits), ...seenPeerings(regions)],
  routes: regions.flatMap(seenRoutes),
  services: regions.flatMap(seenServices),
});

async function readTenancy(
  access: OciAccess,
  request: DiscoveryRequest,
  scan: Scan,
): Promise<{ readonly regions: readonly RegionAnswers[]; readonly gaps: readonly DiscoveryGap[] }> {
  const { tenancyId } = access;
  const tenancy: Tenancy = { ...access, identity: access.clientOf(identitySdk.IdentityClient, access.regionId) };
  const ids = request.accounts.map(({ id }) => id);
  const strangers = ids.filter((id) => id !== tenancyId && !isCompartment(id));
  const isForeign = ids.length > 0 && strangers.length === ids.length;
  const [regionIds, compartmentIds] = isForeign
    ? [{ known: [], unknown: [] }, []]
    : await Promise.all([
        regionsOf(tenancy, request, scan),
        ids.length === 0 || ids.includes(tenancyId) ? compartmentsOf(tenancy, scan) : ids.filter(isCompartment),
      ]);
  const isHopeless = scan.gaps.some(({ reason }) => HOPELESS.has(reason));
  const regions = (isHopeless ? [] : regionIds.known).map((regionId) =>
    readRegion(access.inRegion(regionId), { tenancyId, regionId, compartmentIds }, scan),
  );
  return {
    regions: await Promise.all(regions),
    gaps: [
      ...strangers.map((id) => otherTenancy(id, tenancyId)),
      ...regionIds.unknown.map((regionId) => notSubscribed(tenancyId, regionId)),
    ],
  };
}

/** A tenancy, and the service that knows its Regions and compartments. */
type Tenancy = Pick<OciAccess, "tenancyId" | "regionId"> & {
  readonly identity: InstanceType<typeof identitySdk.IdentityClient>;
};

/** Reasons of the first calls' failure that all others would have too. */
const HOPELESS: ReadonlySet<DiscoveryGap["reason"]> = new Set(["credentials", "unavailable", "timeout"]);

const isCompartment = (id: string): boolean => id.startsWith("ocid1.compartment.");

/** Regions to look at, of those the tenancy is subscribed to; where that cannot be read, those asked for or the configured one. */
async function regionsOf(
  { identity, tenancyId, regionId }: Tenancy,
  { regions }: DiscoveryRequest,
  scan: Scan,
): Promise<{ readonly known: readonly string[]; readonly unknown: readonly string[] }> {
  const answer = await scan.call({ accountId: tenancyId, regionId: "", operation: "ListRegionSubscriptions" }, () =>
    identity.listRegionSubscriptions({ tenancyId }),
  );
  if (!answer) return { known: regions.length > 0 ? [...new Set(regions)] : [regionId], unknown: [] };
  const subscribed = rowsOf(RegionSubscription, answer.items)
    .filter(({ status }) => status === "READY")
    .map(({ regionName }) => regionName);
  if (regions.length === 0) return { known: subscribed, unknown: [] };
  const asked = [...new Set(regions)];
  return {
    known: asked.filter((region) => subscribed.includes(region)),
    unknown: asked.filter((region) => !subscribed.includes(region)),
  };
}

/** The root compartment and all below it that these credentials may see. */
async function compartmentsOf({ identity, tenancyId }: Tenancy, scan: Scan): Promise<readonly string[]> {
  const found = await scan.call({ accountId: tenancyId, regionId: "", operation: "ListCompartments" }, () =>
    Array.fromAsync(
      identity.listAllCompartments({
        compartmentId: tenancyId,
        compartmentIdInSubtree: true,
        accessLevel: "ACCESSIBLE" as never,
        limit: 500,
      }),
    ),
  );
  const active = rowsOf(Compartment, found).filter(({ lifecycleState }) => lifecycleState === "ACTIVE");
  return [tenancyId, ...active.map(({ id }) => id)];
}

/** Bad credentials fail every call; that is one thing to say. */
function onceForCredentials(gaps: readonly DiscoveryGap[]): DiscoveryGap[] {
  const first = gaps.find(({ reason }) => reason === "credentials");
  return gaps.filter((gap) => gap.reason !== "credentials" || gap === first);
}

const otherTenancy = (accountId: string, tenancyId: string): DiscoveryGap => ({
  cloud: "oci",
  accountId,
  operation: "sign in to Oracle Cloud",
  reason: "credentials",
  message: `the credentials are of the tenancy ${tenancyId}`,
  todo: "name that tenancy, or compartments of it, in clouds.oci.accounts; or set OCI_CONFIG_PROFILE to a profile of the other tenancy",
});

const notSubscribed = (accountId: string, regionId: string): DiscoveryGap => ({
  cloud: "oci",
  accountId,
  regionId,
  operation: "ListRegionSubscriptions",
  reason: "not-enabled",
  message: `the tenancy is not subscribed to ${regionId}`,
  todo: "take the Region out of clouds.oci, or subscribe the tenancy to it",
});

import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import type { Discover, DiscoveryGap, DiscoveryRequest } from "@skylane/core";
import { type Scan, startScan } from "../../_shared/scan.ts";
import { askIn } from "./ask-aws.ts";
import { interconnectEndpoint } from "./call-interconnect.ts";
import { type AwsAccount, openAccounts } from "./connect-aws.ts";
import { explainAws } from "./explain-aws.ts";
import type { GlobalParts, RegionParts } from "./inventory.ts";
import { mapAws } from "./map-aws.ts";
import { readBytes } from "./read-bytes.ts";
import { type CoreNetworkParts, NETWORK_MANAGER_REGION, readCoreNetworks } from "./read-core-networks.ts";
import { type GatewayParts, readDirectConnectGateways, readPorts } from "./read-direct-connect.ts";
import { type MulticloudParts, readMulticloudLinks } from "./read-multicloud.ts";
import { readVpcParts, readVpcs } from "./read-region.ts";
import { readServices } from "./read-services.ts";
import { readTransit } from "./read-transit.ts";

/** Where nothing says which Region is home: the oldest, which no account can turn off. */
const FIRST_REGION = "us-east-1";

/**
 * Looks at AWS, every account in every Region that it has turned on. Accounts are the request's, by their roles where they
 * name one, else that of the credentials at hand; the SDK finds credentials and endpoints as the vendor documents.
 */
export const discoverAws =
  (environment: Readonly<Record<string, string | undefined>> = process.env): Discover =>
  async (request) => {
    const startedAtMs = request.nowMs();
    const scan = startScan("aws", request, explainAws);
    const homeRegionId = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || request.regions[0] || FIRST_REGION;
    const accounts = await openAccounts(request, homeRegionId, scan);
    const look: Look = { environment, homeRegionId, request, scan };
    const parts = await Promise.all(accounts.map((account) => readAccount(account, look)));
    const seen = mapAws({
      regions: parts.flatMap(({ regions }) => regions),
      globals: parts.map(({ globals }) => globals),
    });
    return {
      cloud: "aws",
      startedAtMs,
      finishedAtMs: request.nowMs(),
      callCount: scan.callCount(),
      ...seen,
      gaps: [...onceWhereNotOffered(onceForCredentials(scan.gaps)), ...seen.gaps],
    };
  };

interface Look {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeRegionId: string;
  readonly request: DiscoveryRequest;
  readonly scan: Scan;
}

async function readAccount(
  account: AwsAccount,
  look: Look,
): Promise<{ readonly regions: readonly RegionParts[]; readonly globals: GlobalParts }> {
  const { homeRegionId, request, scan } = look;
  const readRegions = async (): Promise<readonly RegionParts[]> => {
    const regionIds = await regionsOf(account, homeRegionId, request, scan);
    const parts = await Promise.all(regionIds.map((regionId) => readRegion(account, regionId, request, scan)));
    return parts.flatMap((part) => part ?? []);
  };
  const [regions, globals] = await Promise.all([readRegions(), readGlobals(account, look)]);
  const multicloudLinks = await readMulticloud(account, regions, globals, look);
  return { regions, globals: { ...globals, ...multicloudLinks } };
}

/** Where a question that is of no Region is asked: at home if home is looked at. */
const globalRegionOf = (homeRegionId: string, { regions }: DiscoveryRequest): string =>
  regions.length === 0 || regions.includes(homeRegionId) ? homeRegionId : (regions[0] ?? homeRegionId);

/** The Regions that the account has turned on; where that cannot be read, the one at home. */
async function regionsOf(
  account: AwsAccount,
  homeRegionId: string,
  { regions, signal }: DiscoveryRequest,
  scan: Scan,
): Promise<readonly string[]> {
  if (regions.length > 0) return [...new Set(regions)];
  const ask = askIn({ accountId: account.id, regionId: homeRegionId }, scan, signal);
  const answer = await ask.one("ec2:DescribeRegions", (options) =>
    account.clientsIn(homeRegionId).ec2.send(new DescribeRegionsCommand({}), options),
  );
  const found = (answer?.Regions ?? []).flatMap(({ RegionName, OptInStatus }) =>
    RegionName === undefined || OptInStatus === "not-opted-in" ? [] : [RegionName],
  );
  return found.length > 0 ? found : [homeRegionId];
}

/** One Region. Where its VPCs cannot be read nothing else is asked: a Region that is closed is one gap, not twenty. */
async function readRegion(
  account: AwsAccount,
  regionId: string,
  { nowMs, signal }: DiscoveryRequest,
  scan: Scan,
): Promise<RegionParts | undefined> {
  const place = { accountId: account.id, regionId };
  const ask = askIn(place, scan, signal);
  const { ec2, directConnect, cloudWatch, services } = account.clientsIn(regionId);
  const vpcs = await readVpcs(ec2, ask);
  if (!vpcs) return undefined;
  const [vpcParts, transit, ports, serviceParts] = await Promise.all([
    readVpcParts(ec2, vpcs, ask),
    readTransit(ec2, ask),
    readPorts(directConnect, ask),
    readServices(ec2, services, vpcs.length, ask),
  ]);
  const parts = { ...vpcParts, ...transit, ...ports, ...serviceParts };
  return { ...place, ...parts, bytes30d: await readBytes(cloudWatch, parts, nowMs(), ask) };
}

async function readGlobals(
  account: AwsAccount,
  { homeRegionId, request, scan }: Look,
): Promise<Omit<GlobalParts, keyof MulticloudParts>> {
  const regionId = globalRegionOf(homeRegionId, request);
  const askAt = (at: string) => askIn({ accountId: account.id, regionId: at }, scan, request.signal);
  const [gateways, core] = await Promise.all([
    readDirectConnectGateways(account.clientsIn(regionId).directConnect, askAt(regionId)),
    readCoreNetworks(
      account.clientsIn(NETWORK_MANAGER_REGION).networkManager,
      account.id,
      askAt(NETWORK_MANAGER_REGION),
    ),
  ]);
  return { accountId: account.id, ...gateways, ...core };
}

/**
 * Managed links to other clouds, in the Regions that were seen and have a Direct Connect gateway that leads somewhere: such a
 * link comes in over one that does so in its own Region, or leads to a core network. Elsewhere there is none to ask for.
 */
async function readMulticloud(
  account: AwsAccount,
  regions: readonly RegionParts[],
  { associations, coreNetworks }: GatewayParts & CoreNetworkParts,
  { environment, request, scan }: Look,
): Promise<MulticloudParts> {
  const leadsTo = new Set(
    associations.flatMap(({ associatedGateway, associatedCoreNetwork, virtualGatewayRegion }) => {
      const core = coreNetworks.find(({ CoreNetworkId }) => CoreNetworkId === (associatedCoreNetwork?.id ?? ""));
      return [
        associatedGateway?.region ?? virtualGatewayRegion,
        ...(core?.Edges ?? []).map((edge) => edge.EdgeLocation),
      ];
    }),
  );
  const links = regions.map(async ({ accountId, regionId }) => {
    if (!leadsTo.has(regionId)) return [];
    const { config } = account.clientsIn(regionId).directConnect;
    const ask = askIn({ accountId, regionId }, scan, request.signal);
    return readMulticloudLinks(config, interconnectEndpoint(regionId, environment), regionId, ask);
  });
  return { multicloudLinks: (await Promise.all(links)).flat() };
}

/** Bad credentials fail every call; that is one thing to say of each account. */
function onceForCredentials(gaps: readonly DiscoveryGap[]): DiscoveryGap[] {
  const told = new Set<string | undefined>();
  return gaps.filter(({ reason, accountId }) => {
    if (reason !== "credentials") return true;
    if (told.has(accountId)) return false;
    told.add(accountId);
    return true;
  });
}

/** A service that several Regions do not have, or that cannot be reached from here, is one thing to say of each account. */
function onceWhereNotOffered(gaps: readonly DiscoveryGap[]): DiscoveryGap[] {
  const folded = Map.groupBy(gaps, ({ operation, reason, accountId, regionId }) =>
    operation.startsWith("interconnect:") && FOLDED.has(reason)
      ? `${accountId}|${operation}|${reason}`
      : `${accountId}|${operation}|${reason}|${regionId}`,
  );
  return [...folded.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ?? [];
    const { regionId, ...gap } = first;
    const regionIds = [regionId, ...others.map((other) => other.regionId)];
    return { ...gap, message: `in ${regionIds.join(", ")}: ${gap.message}`.slice(0, MESSAGE_LENGTH) };
  });
}
const FOLDED: ReadonlySet<string> = new Set(["not-enabled", "unavailable", "timeout"]);
const MESSAGE_LENGTH = 500;

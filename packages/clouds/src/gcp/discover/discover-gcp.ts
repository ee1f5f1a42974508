import type { CloudDiscovery, Discover, DiscoveryGap, DiscoveryRequest, SeenService } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { type Scan, startScan } from "../../_shared/scan.ts";
import { explainFailure } from "./explain-failure.ts";
import { authOf, createGcpClient, defaultProject, type GcpAuth, type GcpClient, NO_PROJECT } from "./gcp-client.ts";
import { attachmentSightings } from "./map-attachments.ts";
import { peeringSightings, routesOf } from "./map-peerings.ts";
import { gatewaysOf, networksOf } from "./map-places.ts";
import { servicesOf } from "./map-services.ts";
import { tunnelSightings } from "./map-tunnels.ts";
import { listReader } from "./read-lists.ts";
import { type ProjectAnswers, readNetworks, readProject } from "./read-project.ts";
import { type Wait, withRetries } from "./with-retries.ts";

type Found = Pick<CloudDiscovery, "networks" | "gateways" | "links" | "routes" | "gaps"> & {
  readonly services: readonly SeenService[];
};
type Environment = Readonly<Record<string, string | undefined>>;

/** Parts of the world that tests replace. */
interface Surroundings {
  readonly environment?: Environment;
  readonly wait?: Wait;
}

/** Looks at Google Cloud projects: Compute Engine's network objects, sessions of Cloud Routers, counters of links. */
export const discoverGcp =
  (context: CloudContext, { environment = process.env, wait }: Surroundings = {}): Discover =>
  async (request) => {
    const startedAtMs = request.nowMs();
    const scan = withRetries(startScan("gcp", request, explainFailure), request.signal, wait);
    const found = await lookAround(context, environment, request, scan);
    return {
      cloud: "gcp",
      startedAtMs,
      finishedAtMs: request.nowMs(),
      callCount: scan.callCount(),
      networks: found.flatMap(({ networks }) => networks),
      gateways: found.flatMap(({ gateways }) => gateways),
      links: found.flatMap(({ links }) => links),
      routes: found.flatMap(({ routes }) => routes),
      services: found.flatMap(({ services }) => services),
      gaps: oneForCredentials([...scan.gaps, ...found.flatMap(({ gaps }) => gaps)]),
    };
  };

async function lookAround(
  { endpoints, federation }: CloudContext,
  environment: Environment,
  request: DiscoveryRequest,
  scan: Scan,
): Promise<readonly Found[]> {
  const auth = await scan.call({ accountId: "", regionId: "", operation: "credentials" }, () =>
    authOf({ environment, endpoint: endpoints?.gcp, federation }),
  );
  if (!auth) return [];
  const projects = await projectsOf(request, environment, auth);
  if (projects.length === 0) return [{ ...nothing, gaps: [noProject] }];
  const client = createGcpClient(auth, endpoints?.gcp, request.signal);
  return Promise.all(projects.map((projectId) => lookAtProject(client, scan, request, projectId)));
}

async function projectsOf({ accounts }: DiscoveryRequest, environment: Environment, auth: GcpAuth): Promise<string[]> {
  if (accounts.length > 0) return [...new Set(accounts.map(({ id }) => id))];
  const project = await defaultProject(environment, auth);
  return project ? [project] : [];
}

async function lookAtProject(
  client: GcpClient,
  scan: Scan,
  request: DiscoveryRequest,
  projectId: string,
): Promise<Found> {
  const reader = listReader(scan, projectId);
  const networks = await readNetworks(client, reader, projectId);
  // Whoever may not list networks may still list tunnels; what would fail all the others too ends the look.
  if (!networks && isHopeless(scan, projectId)) return nothing;
  const answers = await readProject(client, scan, reader, projectId, networks ?? [], request.nowMs());
  const unreached = await explainUnreached(client, scan, projectId, reader.unreached);
  return { ...inRegions(mapProject(answers), request.regions), gaps: [...reader.oddities, ...unreached] };
}

/** Reasons of the first call's failure that all others would have too. */
const HOPELESS = new Set<DiscoveryGap["reason"]>(["credentials", "unavailable", "timeout", "not-enabled"]);

const isHopeless = ({ gaps }: Scan, projectId: string): boolean =>
  gaps.some(
    ({ reason, accountId, permission }) =>
      accountId === projectId && (HOPELESS.has(reason) || (reason === "denied" && permission === undefined)),
  );

/** A project's answers as what was seen; pure. */
export const mapProject = (answers: ProjectAnswers): Omit<Found, "gaps"> => ({
  networks: networksOf(answers),
  gateways: gatewaysOf(answers),
  links: [...tunnelSightings(answers), ...attachmentSightings(answers), ...peeringSightings(answers)],
  routes: routesOf(answers),
  services: servicesOf(answers),
});

/** Regions that aggregated lists left out: why, as one call there tells, or that it is not known. */
async function explainUnreached(
  { compute, at }: GcpClient,
  scan: Scan,
  projectId: string,
  unreached: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<DiscoveryGap[]> {
  const gaps = [...unreached].map(async ([regionId, operations]): Promise<DiscoveryGap[]> => {
    const answer = await scan.call({ accountId: projectId, regionId, operation: "compute.routers.list" }, () =>
      compute.routers.list({ project: projectId, region: regionId, maxResults: 1 }, at),
    );
    if (answer === undefined) return []; // the failure of this call is the gap
    const message = `Google Cloud could not reach ${regionId} of project ${projectId}; what is there is not in the result`;
    return [
      {
        cloud: "gcp",
        accountId: projectId,
        regionId,
        operation: [...operations].sort().join(", "),
        reason: "unavailable",
        message,
        todo: "look again; if it stays, see https://status.cloud.google.com",
      },
    ];
  });
  return (await Promise.all(gaps)).flat();
}

/** Only the regions asked for; what is global stays, and so do networks with a part in them. */
function inRegions(found: Omit<Found, "gaps">, regions: readonly string[]): Omit<Found, "gaps"> {
  if (regions.length === 0) return found;
  const isWanted = ({ regionId }: { readonly regionId: string }) => regionId === "" || regions.includes(regionId);
  const networks = found.networks.filter(isWanted);
  const networkKeys = new Set(networks.map(({ key }) => key));
  const left = new Set(found.networks.map(({ key }) => key).filter((key) => !networkKeys.has(key)));
  return {
    networks,
    gateways: found.gateways.filter(isWanted),
    links: found.links.filter((link) => isWanted(link) && !left.has(link.at)),
    routes: found.routes.filter(({ owner }) => !left.has(owner)),
    services: found.services.filter(isWanted),
  };
}

const nothing: Found = { networks: [], gateways: [], links: [], routes: [], services: [], gaps: [] };
const noProject: DiscoveryGap = {
  cloud: "gcp",
  operation: "credentials",
  reason: "not-enabled",
  message: "no Google Cloud project is named",
  todo: NO_PROJECT,
};

/** Credentials that have run out fail every call, but are one thing to do. */
function oneForCredentials(gaps: readonly DiscoveryGap[]): DiscoveryGap[] {
  const first = gaps.find(({ reason }) => reason === "credentials");
  return gaps.filter((gap) => gap.reason !== "credentials" || gap === first);
}

import type * as z from "zod";
import type { Scan } from "../../_shared/scan.ts";
import {
  Attachment,
  BgpRoute,
  ExternalVpnGateway,
  Instance,
  Interconnect,
  Network,
  Route,
  Router,
  RouterStatus,
  SqlInstance,
  Subnetwork,
  TargetVpnGateway,
  VpnGateway,
  VpnTunnel,
} from "./answers.ts";
import type { GcpClient } from "./gcp-client.ts";
import { type LinkBytes, readBytes } from "./read-bytes.ts";
import type { ListReader } from "./read-lists.ts";
import { regionOf } from "./self-link.ts";

/** What a BGP session of a router is like. Absent prefixes = they could not be read. */
export interface SessionState {
  readonly isUp: boolean | undefined;
  readonly learnedCount: number | undefined;
  readonly learned: readonly string[] | undefined;
  readonly told: readonly string[] | undefined;
}

/** All that a project's APIs answered. */
export interface ProjectAnswers {
  readonly projectId: string;
  readonly networks: readonly Network[];
  readonly subnetworks: readonly Subnetwork[];
  readonly instances: readonly Instance[];
  readonly sqlInstances: readonly SqlInstance[];
  readonly vpnGateways: readonly VpnGateway[];
  readonly targetVpnGateways: readonly TargetVpnGateway[];
  readonly externalVpnGateways: readonly ExternalVpnGateway[];
  readonly tunnels: readonly VpnTunnel[];
  readonly routers: readonly Router[];
  readonly interconnects: readonly Interconnect[];
  readonly attachments: readonly Attachment[];
  /** Absent = could not be read, which is not the same as none. */
  readonly routes: readonly Route[] | undefined;
  /** Best dynamic routes, per router. */
  readonly learnedRoutes: readonly Route[];
  /** By `<self link of the router>|<peer>`. */
  readonly sessions: ReadonlyMap<string, SessionState>;
  readonly bytes: LinkBytes;
}

const PAGE = 500;

/** Reads the VPC networks of a project; the first call of a look, for it shows whether the credentials are good. */
export const readNetworks = ({ compute, at }: GcpClient, reader: ListReader, project: string) =>
  reader.read("compute.networks.list", Network, (pageToken) =>
    compute.networks.list({ project, maxResults: PAGE, ...(pageToken !== undefined && { pageToken }) }, at),
  );

/** Makes all other calls of a project. */
export async function readProject(
  client: GcpClient,
  scan: Scan,
  reader: ListReader,
  projectId: string,
  networks: readonly Network[],
  nowMs: number,
): Promise<ProjectAnswers> {
  const { compute, at } = client;
  const request = (pageToken: string | undefined) => ({
    project: projectId,
    maxResults: PAGE,
    ...(pageToken !== undefined && { pageToken }),
  });
  const inAll = <T extends z.ZodType>(
    field:
      | "subnetworks"
      | "instances"
      | "vpnGateways"
      | "targetVpnGateways"
      | "vpnTunnels"
      | "routers"
      | "interconnectAttachments",
    schema: T,
  ): Promise<z.infer<T>[] | undefined> =>
    reader.read(
      `compute.${field}.aggregatedList`,
      schema,
      (token) => compute[field].aggregatedList({ ...request(token), returnPartialSuccess: true }, at),
      { field },
    );
  const inOne = <T extends z.ZodType>(
    field: "externalVpnGateways" | "interconnects" | "routes",
    schema: T,
  ): Promise<z.infer<T>[] | undefined> =>
    reader.read(`compute.${field}.list`, schema, (token) => compute[field].list(request(token), at));
  const routersAndStates = inAll("routers", Router).then(async (found) => {
    const routers = found ?? [];
    const states = await Promise.all(routers.map((router) => readRouter(client, scan, reader, projectId, router)));
    return { routers, states };
  });
  const [
    subnetworks,
    instances,
    vpnGateways,
    targetVpnGateways,
    tunnels,
    attachments,
    externalVpnGateways,
    interconnects,
    routes,
    { routers, states },
    sqlInstances,
    bytes,
  ] = await Promise.all([
    inAll("subnetworks", Subnetwork),
    inAll("instances", Instance),
    inAll("vpnGateways", VpnGateway),
    inAll("targetVpnGateways", TargetVpnGateway),
    inAll("vpnTunnels", VpnTunnel),
    inAll("interconnectAttachments", Attachment),
    inOne("externalVpnGateways", ExternalVpnGateway),
    inOne("interconnects", Interconnect),
    inOne("routes", Route),
    routersAndStates,
    reader.read("sqladmin.instances.list", SqlInstance, async (pageToken) => {
      const query = pageToken === undefined ? {} : { pageToken };
      const path = `projects/${encodeURIComponent(projectId)}/instances`;
      return { data: (await client.rest("sqladmin/v1", path, { query })) as object };
    }),
    readBytes(client, reader, projectId, nowMs),
  ]);
  return {
    projectId,
    networks,
    subnetworks: subnetworks ?? [],
    instances: instances ?? [],
    sqlInstances: sqlInstances ?? [],
    vpnGateways: vpnGateways ?? [],
    targetVpnGateways: targetVpnGateways ?? [],
    externalVpnGateways: externalVpnGateways ?? [],
    tunnels: tunnels ?? [],
    routers,
    interconnects: interconnects ?? [],
    attachments: attachments ?? [],
    routes,
    learnedRoutes: states.flatMap(({ bestRoutes }) => bestRoutes),
    sessions: new Map(states.flatMap(({ sessions }) => sessions)),
    bytes,
  };
}

interface RouterAnswers {
  readonly bestRoutes: readonly Route[];
  readonly sessions: readonly (readonly [string, SessionState])[];
}

/** Sessions of a router: their state, and the prefixes of those that are up. */
async function readRouter(
  { compute, at }: GcpClient,
  scan: Scan,
  reader: ListReader,
  projectId: string,
  router: Router,
): Promise<RouterAnswers> {
  if (router.bgpPeers.length === 0) return { bestRoutes: [], sessions: [] };
  const regionId = regionOf(router.selfLink);
  const where = { project: projectId, region: regionId, router: router.name };
  const status = await scan.call(
    { accountId: projectId, regionId, operation: "compute.routers.getRouterStatus" },
    async () => RouterStatus.parse((await compute.routers.getRouterStatus(where, at)).data.result),
  );
  const sessions = await Promise.all(
    (status?.bgpPeerStatus ?? []).map(async (peer) => {
      const isUp = peer.status === "UP" ? true : peer.status === "DOWN" ? false : undefined;
      const hearsNothing = isUp === false || peer.numLearnedRoutes === 0;
      const learned = hearsNothing
        ? []
        : await reader.read(
            "compute.routers.listBgpRoutes",
            BgpRoute,
            (pageToken) =>
              compute.routers.listBgpRoutes(
                {
                  ...where,
                  peer: peer.name,
                  routeType: "LEARNED",
                  addressFamily: "IPV4",
                  maxResults: PAGE,
                  ...(pageToken !== undefined && { pageToken }),
                },
                at,
              ),
            { regionId },
          );
      const state: SessionState = {
        isUp,
        learnedCount: peer.numLearnedRoutes,
        learned: learned && [...new Set(learned.flatMap(({ destination }) => destination?.prefix ?? []))].sort(),
        told: [...new Set(peer.advertisedRoutes.flatMap(({ destRange }) => destRange ?? []))].sort(),
      };
      return [`${router.selfLink}|${peer.name}`, state] as const;
    }),
  );
  return { bestRoutes: status?.bestRoutes ?? [], sessions };
}

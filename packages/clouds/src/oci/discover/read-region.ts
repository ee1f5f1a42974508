import type { DiscoveryGap } from "@skylane/core";
import type * as z from "zod";
import type { Scan } from "../../_shared/scan.ts";
import {
  Cpe,
  Drg,
  DrgAttachment,
  DrgAttachmentInfo,
  DrgRouteRule,
  DrgRouteTable,
  Instance,
  IpsecConnection,
  LocalPeering,
  PrivateIp,
  type RegionAnswers,
  RemotePeering,
  RouteTable,
  Subnet,
  Tunnel,
  type TunnelAnswer,
  TunnelRoute,
  Vcn,
  VirtualCircuit,
  VnicAttachment,
} from "./answers.ts";
import type { RegionClients } from "./connect-oci.ts";
import { attachmentsOf } from "./seen-services.ts";

const PAGE_LIMIT = 500;
const GONE: readonly string[] = ["TERMINATED", "DETACHED"];

/** Where to look. */
export interface RegionScope {
  readonly tenancyId: string;
  readonly regionId: string;
  readonly compartmentIds: readonly string[];
}

/** Lists everything of a Region, compartment by compartment, then what is inside of DRGs and IPSec connections. */
export async function readRegion(
  { network, compute }: RegionClients,
  { tenancyId, regionId, compartmentIds }: RegionScope,
  scan: Scan,
): Promise<RegionAnswers> {
  const oddities = new Map<string, DiscoveryGap>();
  const read = async <T extends z.ZodType<object>>(
    operation: string,
    schema: T,
    list: () => AsyncIterable<unknown>,
  ): Promise<z.output<T>[] | undefined> => {
    const rows = await scan.call({ accountId: tenancyId, regionId, operation }, () => Array.fromAsync(list()));
    return rows?.flatMap((row) => {
      const parsed = schema.safeParse(row);
      if (!parsed.success) oddities.set(operation, oddity({ tenancyId, regionId }, operation, parsed.error));
      const state = (parsed.data as { readonly lifecycleState?: string } | undefined)?.lifecycleState;
      return parsed.success && !GONE.includes(state ?? "") ? [parsed.data] : [];
    });
  };
  const everywhere = async <T extends z.ZodType<object>>(
    operation: string,
    schema: T,
    list: (where: { compartmentId: string; limit: number }) => AsyncIterable<unknown>,
  ): Promise<z.output<T>[]> => {
    const parts = compartmentIds.map((compartmentId) =>
      read(operation, schema, () => list({ compartmentId, limit: PAGE_LIMIT })),
    );
    return (await Promise.all(parts)).flatMap((part) => part ?? []);
  };
  const [
    vcns,
    subnets,
    routeTables,
    vnicAttachments,
    instances,
    drgs,
    listedAttachments,
    cpes,
    ipsecConnections,
    virtualCircuits,
    remotePeerings,
    localPeerings,
  ] = await Promise.all([
    everywhere("ListVcns", Vcn, (where) => network.listAllVcns(where)),
    everywhere("ListSubnets", Subnet, (where) => network.listAllSubnets(where)),
    everywhere("ListRouteTables", RouteTable, (where) => network.listAllRouteTables(where)),
    everywhere("ListVnicAttachments", VnicAttachment, (where) => compute.listAllVnicAttachments(where)),
    everywhere("ListInstances", Instance, (where) => compute.listAllInstances(where)),
    everywhere("ListDrgs", Drg, (where) => network.listAllDrgs(where)),
    everywhere("ListDrgAttachments", DrgAttachment, (where) =>
      network.listAllDrgAttachments({ ...where, attachmentType: "ALL" as never }),
    ),
    everywhere("ListCpes", Cpe, (where) => network.listAllCpes(where)),
    everywhere("ListIPSecConnections", IpsecConnection, (where) => network.listAllIPSecConnections(where)),
    everywhere("ListVirtualCircuits", VirtualCircuit, (where) => network.listAllVirtualCircuits(where)),
    everywhere("ListRemotePeeringConnections", RemotePeering, (where) =>
      network.listAllRemotePeeringConnections(where),
    ),
    everywhere("ListLocalPeeringGateways", LocalPeering, (where) => network.listAllLocalPeeringGateways(where)),
  ]);

  /** Attachments that stand in compartments or tenancies that were not listed. */
  const missingAttachments = async (drgId: string): Promise<DrgAttachment[]> => {
    const infos = await read("GetAllDrgAttachments", DrgAttachmentInfo, () =>
      network.getAllAllDrgAttachments({ drgId, attachmentType: "ALL" as never, limit: PAGE_LIMIT }),
    );
    const missing = (infos ?? []).filter(({ id }) => !listedAttachments.some((listed) => listed.id === id));
    const found = await Promise.all(
      missing.map(({ id }) =>
        scan.call({ accountId: tenancyId, regionId, operation: "GetDrgAttachment" }, () =>
          network.getDrgAttachment({ drgAttachmentId: id }),
        ),
      ),
    );
    return found.flatMap((one) => {
      const parsed = DrgAttachment.safeParse(one?.drgAttachment);
      return parsed.success ? [parsed.data] : [];
    });
  };
  const routesOfDrg = async (drgId: string): Promise<RegionAnswers["drgRoutes"]> => {
    const tables = await read("ListDrgRouteTables", DrgRouteTable, () =>
      network.listAllDrgRouteTables({ drgId, limit: PAGE_LIMIT }),
    );
    const rows = (tables ?? []).map(async ({ id: tableId }) => {
      const rules = await read("ListDrgRouteRules", DrgRouteRule, () =>
        network.listAllDrgRouteRules({ drgRouteTableId: tableId, limit: PAGE_LIMIT }),
      );
      return (rules ?? []).map((rule) => ({ drgId, tableId, rule }));
    });
    return (await Promise.all(rows)).flat();
  };
  const tunnelsOf = async (ipscId: string): Promise<[string, TunnelAnswer[]]> => {
    const tunnels = await read("ListIPSecConnectionTunnels", Tunnel, () =>
      network.listAllIPSecConnectionTunnels({ ipscId, limit: PAGE_LIMIT }),
    );
    const answers = (tunnels ?? []).map(async (tunnel) => ({
      tunnel,
      routes: await read("ListIPSecConnectionTunnelRoutes", TunnelRoute, () =>
        network.listAllIPSecConnectionTunnelRoutes({ ipscId, tunnelId: tunnel.id, limit: PAGE_LIMIT }),
      ),
    }));
    return [ipscId, await Promise.all(answers)];
  };
  const subnetIds = new Set(
    instances.flatMap((one) => attachmentsOf({ vnicAttachments }, one)).flatMap(({ subnetId }) => subnetId ?? []),
  );
  const privateIpsOf = async (subnetId: string): Promise<readonly PrivateIp[]> =>
    (await read("ListPrivateIps", PrivateIp, () => network.listAllPrivateIps({ subnetId, limit: PAGE_LIMIT }))) ?? [];
  const [privateIps, missing, drgRoutes, tunnels] = await Promise.all([
    Promise.all([...subnetIds].map(privateIpsOf)),
    Promise.all(drgs.map(({ id }) => missingAttachments(id))),
    Promise.all(drgs.map(({ id }) => routesOfDrg(id))),
    Promise.all(ipsecConnections.map(({ id }) => tunnelsOf(id))),
  ]);
  return {
    tenancyId,
    regionId,
    vcns,
    subnets,
    routeTables,
    vnicAttachments,
    instances,
    privateIps: privateIps.flat(),
    drgs,
    drgAttachments: [...listedAttachments, ...missing.flat()],
    drgRoutes: drgRoutes.flat(),
    cpes,
    ipsecConnections,
    tunnels: new Map(tunnels),
    virtualCircuits,
    remotePeerings,
    localPeerings,
    oddities: [...oddities.values()],
  };
}

const oddity = (
  { tenancyId, regionId }: Pick<RegionScope, "tenancyId" | "regionId">,
  operation: string,
  { issues: [issue] }: z.ZodError,
): DiscoveryGap => ({
  cloud: "oci",
  accountId: tenancyId,
  regionId,
  operation,
  reason: "not-understood",
  message: `${operation}: a row is left out: ${issue?.path.join(".")}: ${issue?.message}`,
  todo: "report this with the log: the Oracle Cloud adapter met a row it does not understand",
});

import { createHash } from "node:crypto";
import * as z from "zod";
import type { EstateConnection, EstateGateway, EstateNetwork } from "../estate/estate.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";
import { directConnectGatewayOf, hubsOf, ownerOf, uuidOf } from "./ec2/scope.ts";

const MAX_PAGE = 100;

const Input = z.looseObject({
  maxResults: z.int().min(1).max(MAX_PAGE).default(MAX_PAGE),
  nextToken: z.string().regex(/^\d+$/).default("0"),
  state: z.string().optional(),
  environmentId: z.string().optional(),
  provider: z.looseObject({ cloudServiceProvider: z.string().optional() }).optional(),
  attachPoint: z.looseObject({ directConnectGateway: z.string().optional() }).optional(),
});

/** AWS Interconnect – multicloud in one Region: managed links to other clouds. Their activation keys are never shown. */
export function callInterconnect(
  world: World,
  caller: Ec2Caller,
  operation: string,
  body: unknown,
): Readonly<Record<string, unknown>> {
  if (operation !== "ListConnections")
    throw new ApiError("UnknownOperationException", `Interconnect here knows no operation ${operation}`);
  const input = Input.safeParse(body);
  if (!input.success) {
    const issue = input.error.issues[0];
    throw new ApiError("InterconnectValidationException", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { maxResults, nextToken, state, environmentId, provider, attachPoint } = input.data;
  const isWanted = (asked: string | undefined, value: string): boolean => asked === undefined || asked === value;
  const found = multicloudLinks(world, caller)
    .map((link) => describe(world, link))
    .filter(
      (one) =>
        isWanted(state, one.state) &&
        isWanted(environmentId, one.environmentId) &&
        isWanted(provider?.cloudServiceProvider, one.provider.cloudServiceProvider) &&
        isWanted(attachPoint?.directConnectGateway, one.attachPoint.directConnectGateway),
    );
  const end = Number(nextToken) + maxResults;
  return {
    connections: found.slice(Number(nextToken), end),
    ...(end < found.length && { nextToken: String(end) }),
  };
}

interface MulticloudLink {
  readonly connection: EstateConnection;
  readonly hub: EstateGateway;
  readonly far: EstateGateway | EstateNetwork;
}

/** The estate's interconnects that end at a gateway of the account in the Region, and in another cloud. */
const multicloudLinks = (world: World, { regionId, accountId }: Ec2Caller): readonly MulticloudLink[] =>
  hubsOf({ world, regionId, accountId, read: world.routing }).flatMap((hub) =>
    world.viewOf(hub.id).links.flatMap(({ connection, other }) => {
      const far = world.atlas.gateways.get(other.at) ?? world.atlas.networks.get(other.at);
      const isManaged = connection.kind === "interconnect" && far && far.cloud !== "aws" && far.cloud !== "onprem";
      return isManaged ? [{ connection, hub, far }] : [];
    }),
  );

function describe(world: World, { connection, hub, far }: MulticloudLink) {
  const id = connection.providerId ?? `mcc-${createHash("sha256").update(connection.id).digest("hex").slice(0, 8)}`;
  return {
    id,
    arn: `arn:aws:interconnect:${hub.regionId}:${ownerOf(hub)}:connection/${id}`,
    description: connection.id.replaceAll(".", "-"),
    bandwidth:
      connection.bandwidthMbps % 1_000 === 0
        ? `${connection.bandwidthMbps / 1_000}Gbps`
        : `${connection.bandwidthMbps}Mbps`,
    attachPoint: { directConnectGateway: directConnectGatewayOf(connection) },
    environmentId: `mce-aws-${far.cloud}-${far.regionId}`,
    provider: { cloudServiceProvider: far.cloud },
    location: far.regionId,
    type: "Multicloud",
    state: world.conditionOf(connection).isSessionUp ? "available" : "down",
    sharedId: connection.sharedId ?? uuidOf(`shared ${connection.id}`),
  };
}

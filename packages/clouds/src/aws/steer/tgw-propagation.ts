import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import * as z from "zod";
import { refuseOneWay } from "../../_shared/refuse-one-way.ts";
import { unlessRefused } from "../sdk-calls.ts";
import type { AwsCalls } from "./aws-calls.ts";
import { AttachmentHandle, PrefixList, RegionId, TransitGatewayRouteTableId } from "./aws-ids.ts";
import { covers, longestCover } from "./covers.ts";
import { conflict, noBackup } from "./refusals.ts";
import { propagatingInto, routesIn, type TableRoute } from "./transit-tables.ts";

const Settings = z
  .strictObject({
    regionId: RegionId,
    transitGatewayRouteTableId: TransitGatewayRouteTableId,
    /** A table that nothing is associated with and only backups propagate into: it shows what they really offer. */
    observeRouteTableId: TransitGatewayRouteTableId.exactOptional(),
    /** What is offered over one path alone, to be probed there: it may leave the steered table. */
    canaryPrefixes: PrefixList.exactOptional(),
  })
  .refine(({ transitGatewayRouteTableId, observeRouteTableId }) => transitGatewayRouteTableId !== observeRouteTableId, {
    path: ["observeRouteTableId"],
    error: "must be another table than the one that is steered",
  });

const ID = "aws.tgw-propagation";

/**
 * Takes all routes of one attachment out of one table of a transit gateway, so that the next source propagated there wins.
 * BGP goes on protecting what is left, and tunnels share load as before. It holds for every prefix of the attachment: a move
 * has one change, however many prefixes it is for (clouds.md 3.5, A2).
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html (read 2026-11)
 */
export function tgwPropagation(aws: AwsCalls): Actuator {
  const isOn = async (change: RouteChange): Promise<boolean> =>
    (await propagatingInto(aws, change, tableOf(change), [drainedOf(change)])).has(drainedOf(change));
  const enable = (change: RouteChange): Promise<boolean> =>
    unlessRefused(["TransitGatewayRouteTablePropagation.Duplicate"], () =>
      aws.ec2(change, "EnableTransitGatewayRouteTablePropagation", (client, sdk) =>
        client.send(new sdk.EnableTransitGatewayRouteTablePropagationCommand(propagationOf(change))),
      ),
    );
  const disable = (change: RouteChange): Promise<boolean> =>
    unlessRefused(["TransitGatewayRouteTablePropagation.NotFound"], () =>
      aws.ec2(change, "DisableTransitGatewayRouteTablePropagation", (client, sdk) =>
        client.send(new sdk.DisableTransitGatewayRouteTablePropagationCommand(propagationOf(change))),
      ),
    );

  return {
    id: ID,
    settings: Settings,
    handle: AttachmentHandle,
    plan: planPropagation,
    snapshot: async (change) => ({
      changeId: change.id,
      state: { propagation: (await isOn(change)) ? "enabled" : "disabled" },
    }),
    async apply(change) {
      const on = await propagatingInto(aws, change, tableOf(change), [drainedOf(change), backupOf(change)]);
      if (!on.has(drainedOf(change))) return "already";
      await refuseWithoutBackup(aws, change, on);
      return (await disable(change)) ? "applied" : "already";
    },
    async isApplied(change) {
      if (await isOn(change)) return false;
      return isCarriedByBackup(change, await routesIn(aws, change, tableOf(change)));
    },
    async restore(change, before) {
      // A read may lag behind our own write, so it is asked for in any case; AWS says where it is on.
      if (wasOn(before)) return (await enable(change)) ? "restored" : "already";
      if (await isOn(change)) throw conflict(change, `${drainedOf(change)} now propagates into ${tableOf(change)}`);
      return "already";
    },
    isRestored: async (change, before) => (await isOn(change)) === wasOn(before),
  };
}

/** One change for all prefixes: in this table the attachment to leave propagates no more. */
function planPropagation(request: MoveRequest): readonly RouteChange[] {
  refuseOneWay(request);
  const { groupId, sideId, prefixes, from, to } = request;
  const { transitGatewayRouteTableId, ...settings } = Settings.parse(request.settings);
  const { regionId } = settings;
  const { transitGatewayAttachmentId } = AttachmentHandle.parse(from);
  const { transitGatewayAttachmentId: backupAttachmentId } = AttachmentHandle.parse(to);
  const [prefix] = prefixes;
  if (prefix === undefined) return [];
  return [
    {
      id: `${groupId}:${sideId}:${transitGatewayRouteTableId}:${transitGatewayAttachmentId}`,
      sideId,
      cloud: "aws",
      actuator: ID,
      prefix,
      target: { ...settings, transitGatewayRouteTableId, transitGatewayAttachmentId },
      desired: { propagation: "disabled", backupAttachmentId, prefixes: prefixes.join(",") },
      summary: `in ${transitGatewayRouteTableId} (${regionId}) take no routes from ${transitGatewayAttachmentId}, so that ${prefixes.join(", ")} and all else that both carry goes to ${backupAttachmentId}`,
    },
  ];
}

const tableOf = ({ target }: RouteChange): string => target.transitGatewayRouteTableId ?? "";
const drainedOf = ({ target }: RouteChange): string => target.transitGatewayAttachmentId ?? "";
const backupOf = ({ desired }: RouteChange): string => desired.backupAttachmentId ?? "";
const wasOn = ({ state }: PreImage): boolean => state?.propagation === "enabled";
const propagationOf = (change: RouteChange) => ({
  TransitGatewayRouteTableId: tableOf(change),
  TransitGatewayAttachmentId: drainedOf(change),
});

/**
 * A table shows the winner of each prefix only: that the backup propagates too says that it may offer something, and the
 * observe table says what. @throws ERR_BACKUP_ABSENT
 */
async function refuseWithoutBackup(aws: AwsCalls, change: RouteChange, on: ReadonlySet<string>): Promise<void> {
  const { observeRouteTableId } = change.target;
  if (!on.has(backupOf(change)))
    throw noBackup(change, `${backupOf(change)} does not propagate into ${tableOf(change)}`);
  if (observeRouteTableId === undefined) return;
  const [used, observed] = await Promise.all([
    routesIn(aws, change, tableOf(change)),
    routesIn(aws, change, observeRouteTableId),
  ]);
  const lost = wouldBeLost(change, used, observed);
  if (lost.length > 0)
    throw noBackup(
      change,
      `${observeRouteTableId} shows no route of ${backupOf(change)} for ${lost.slice(0, SHOWN_COUNT).join(", ")}${lost.length > SHOWN_COUNT ? ` and ${lost.length - SHOWN_COUNT} more` : ""}`,
    );
}
const SHOWN_COUNT = 5;

/** What the attachment to leave carries now, and the backup does not offer: equal or shorter prefixes take its place. */
const wouldBeLost = (
  change: RouteChange,
  used: readonly TableRoute[],
  observed: readonly TableRoute[],
): readonly string[] => {
  const offered = observed
    .filter(({ attachmentIds }) => attachmentIds.includes(backupOf(change)))
    .map(({ prefix }) => prefix)
    .concat(change.target.canaryPrefixes?.split(",") ?? []);
  return used
    .filter(({ isPropagated, attachmentIds }) => isPropagated && attachmentIds.includes(drainedOf(change)))
    .map(({ prefix }) => prefix)
    .filter((prefix) => !offered.some((one) => covers(one, prefix)));
};

/** True once the table uses nothing of the attachment to leave, and the backup for each prefix of the move. */
function isCarriedByBackup(change: RouteChange, used: readonly TableRoute[]): boolean {
  const isDrained = used.every(
    ({ isPropagated, attachmentIds }) => !(isPropagated && attachmentIds.includes(drainedOf(change))),
  );
  const prefixes = (change.desired.prefixes ?? "").split(",");
  return isDrained && prefixes.every((prefix) => longestCover(used, prefix)?.attachmentIds.includes(backupOf(change)));
}

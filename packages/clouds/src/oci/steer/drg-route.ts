import { randomUUID } from "node:crypto";
import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import * as z from "zod";
import { refuseOneWay } from "../../_shared/refuse-one-way.ts";
import { type DrgRouteRule, readAttachment, readRules } from "./drg-objects.ts";
import { conflict, type OracleNetwork, ocidOf, RegionSettings, unfit } from "./oracle-network.ts";

const ID = "oci.drg-route";
/** The path that the table's import finds by itself: it needs no rule of ours, only that there is none. */
const DYNAMIC = "dynamic";
/** What Oracle takes as the next hop of a static rule. */
const STATIC_TARGETS: readonly string[] = ["VCN", "REMOTE_PEERING_CONNECTION"];

const Settings = RegionSettings.extend({ drgRouteTableId: ocidOf("drgroutetable") });
const Handle = z.strictObject({ nextHop: z.union([z.literal(DYNAMIC), ocidOf("drgattachment")]) });

/**
 * Sends a prefix from the attachments of a DRG's route table to a VCN or a remote peering by a static rule, which beats what
 * is imported for the same prefix. Circuits and tunnels take none, and are left to the import: `dynamic`. A rule has no
 * place for a mark, so what neither the move nor its pre-image knows is left alone (clouds.md 6.3, O4).
 * @see https://docs.oracle.com/iaas/Content/Network/Tasks/managingDRGs.htm (read 2026-11)
 */
export function drgRoute(oracle: OracleNetwork): Actuator {
  /** The one static rule that a table may have for a prefix. */
  const find = async (change: RouteChange): Promise<DrgRouteRule | undefined> =>
    (await readRules(oracle, change, "STATIC")).find(({ destination }) => destination === change.prefix);
  const checkTarget = async (change: RouteChange, nextHop: string): Promise<void> => {
    const { type, isAttached } = await readAttachment(oracle, change, nextHop);
    if (!STATIC_TARGETS.includes(type))
      throw unfit(
        change,
        `${nextHop} attaches a ${type}, and a static rule leads to VCNs and remote peerings only: use oci.import-statements, or the router at the other end`,
      );
    if (!isAttached) throw unfit(change, `${nextHop} is not attached: a rule to it would drop what it matches`);
  };
  /** Makes the rule what is wanted, from what it is now. */
  const put = async (change: RouteChange, present: DrgRouteRule | undefined, wanted: string | undefined) => {
    try {
      await send(oracle, change, present, wanted);
    } catch (error) {
      // Refused, or done and the answer was lost: only another look tells.
      if (hopOf(await find(change)) !== wanted) throw error;
    }
  };

  return {
    id: ID,
    settings: Settings,
    handle: Handle,
    plan: planRules,
    async snapshot(change) {
      const wanted = desiredOf(change);
      if (wanted !== undefined) await checkTarget(change, wanted);
      const nextHop = hopOf(await find(change));
      return { changeId: change.id, state: nextHop === undefined ? null : { nextHop } };
    },
    async apply(change) {
      const wanted = desiredOf(change);
      const present = await find(change);
      if (hopOf(present) === wanted) return "already";
      if (wanted !== undefined) await checkTarget(change, wanted);
      await put(change, present, wanted);
      return "applied";
    },
    async isApplied(change) {
      const present = await find(change);
      return hopOf(present) === desiredOf(change) && !present?.isConflict && !present?.isBlackhole;
    },
    async restore(change, before) {
      const present = await find(change);
      const wanted = before.state?.nextHop;
      if (hopOf(present) === wanted) return "already";
      // Neither what the move left nor what was before: somebody changed it meanwhile, and we do not fight.
      if (hopOf(present) !== desiredOf(change))
        throw conflict(
          change,
          `the static rule for ${change.prefix} now goes to ${hopOf(present) ?? "nothing, for it is gone"}, which Skylane did not set`,
        );
      await put(change, present, wanted);
      return "restored";
    },
    isRestored: async (change, before) => hopOf(await find(change)) === before.state?.nextHop,
  };
}

const hopOf = (rule: DrgRouteRule | undefined): string | undefined => rule?.nextHopDrgAttachmentId;
const desiredOf = ({ desired: { nextHop } }: RouteChange): string | undefined =>
  nextHop === DYNAMIC ? undefined : nextHop;

function send(
  oracle: OracleNetwork,
  change: RouteChange,
  present: DrgRouteRule | undefined,
  wanted: string | undefined,
): Promise<unknown> {
  const { drgRouteTableId = "" } = change.target;
  if (present && wanted === undefined)
    return oracle.call(change, "RemoveDrgRouteRules", drgRouteTableId, (network) =>
      network.removeDrgRouteRules({
        drgRouteTableId,
        removeDrgRouteRulesDetails: { routeRuleIds: [present.id] },
      }),
    );
  const rule = {
    destination: change.prefix,
    destinationType: "CIDR_BLOCK" as never,
    nextHopDrgAttachmentId: wanted ?? "",
  };
  if (present)
    return oracle.call(change, "UpdateDrgRouteRules", drgRouteTableId, (network) =>
      network.updateDrgRouteRules({
        drgRouteTableId,
        updateDrgRouteRulesDetails: { routeRules: [{ id: present.id, ...rule }] },
      }),
    );
  // One token for all tries of this write, and for no other: a second move is no repetition of the first.
  const opcRetryToken = randomUUID();
  return oracle.call(change, "AddDrgRouteRules", drgRouteTableId, (network) =>
    network.addDrgRouteRules({ drgRouteTableId, addDrgRouteRulesDetails: { routeRules: [rule] }, opcRetryToken }),
  );
}

/** One change per prefix: to the path's attachment, or without a rule where the path is found by import. */
function planRules(request: MoveRequest): readonly RouteChange[] {
  refuseOneWay(request);
  const { groupId, sideId, prefixes, settings, to } = request;
  const { regionId, drgRouteTableId } = Settings.parse(settings);
  const { nextHop } = Handle.parse(to);
  return prefixes.map((prefix) => ({
    id: `${groupId}:${sideId}:${prefix}`,
    sideId,
    cloud: "oci",
    actuator: ID,
    prefix,
    target: { regionId, drgRouteTableId },
    desired: { nextHop },
    summary:
      nextHop === DYNAMIC
        ? `in ${drgRouteTableId} leave ${prefix} to what is imported: no static rule`
        : `in ${drgRouteTableId} send ${prefix} to ${nextHop} by a static rule`,
  }));
}

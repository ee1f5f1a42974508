import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import * as z from "zod";
import { refuseOneWay } from "../../_shared/refuse-one-way.ts";
import { type DrgAttachment, readAttachment, readRules } from "./drg-objects.ts";
import { type ImportDistribution, importDistribution, isAccepted, ownStatements } from "./import-distribution.ts";
import { conflict, type OracleNetwork, ocidOf, RegionSettings, unfit } from "./oracle-network.ts";

const ID = "oci.import-statements";

const Settings = RegionSettings.extend({ drgRouteTableId: ocidOf("drgroutetable") });
const Handle = z.strictObject({ drgAttachmentId: ocidOf("drgattachment") });

/**
 * Lets the route table of a DRG no longer import from the attachment of the path to leave, by taking away the statement that
 * accepts it. Presence decides, not order. It holds for all that the attachment offers to the table, so there is one change
 * whatever the prefixes. Statements get new ids when they are added again: they are found by what they accept (clouds.md
 * 6.3, O3).
 * @see https://docs.oracle.com/iaas/Content/Network/Tasks/managingDRGs.htm (read 2026-11)
 */
export function importStatements(oracle: OracleNetwork): Actuator {
  const distribution = importDistribution(oracle);
  const readBoth = async (change: RouteChange): Promise<Both> => {
    const { drgAttachmentId = "", otherDrgAttachmentId = "" } = change.target;
    const [now, left, taken] = await Promise.all([
      distribution.read(change),
      readAttachment(oracle, change, drgAttachmentId),
      readAttachment(oracle, change, otherDrgAttachmentId),
    ]);
    return { now, left, taken };
  };
  const prioritiesOf = async (change: RouteChange) => {
    const now = await distribution.read(change);
    return { now, priorities: own(now, change) };
  };

  return {
    id: ID,
    settings: Settings,
    handle: Handle,
    plan: planRemoval,
    async snapshot(change) {
      const seen = await readBoth(change);
      check(change, seen);
      return { changeId: change.id, state: { distributionId: seen.now.id, priorities: own(seen.now, change) } };
    },
    async apply(change) {
      const seen = await readBoth(change);
      check(change, seen);
      const statements = ownStatements(seen.now, seen.left.id);
      if (statements.length === 0) return "already";
      await distribution.remove(change, seen.now, statements);
      return "applied";
    },
    async isApplied(change) {
      const { now, taken } = await readBoth(change);
      if (own(now, change) !== "" || !isAccepted(now, taken)) return false;
      const rules = await readRules(oracle, change, "DYNAMIC");
      return rules.every(({ nextHopDrgAttachmentId }) => nextHopDrgAttachmentId !== change.target.drgAttachmentId);
    },
    async restore(change, before) {
      const { now, priorities } = await prioritiesOf(change);
      const wanted = before.state?.priorities ?? "";
      if (now.id !== before.state?.distributionId)
        throw conflict(change, `the table now imports by ${now.id}, which Skylane did not set`);
      if (priorities === wanted) return "already";
      // Neither what the move left nor what was before: somebody added a statement meanwhile.
      if (priorities !== "")
        throw conflict(
          change,
          `a statement of priority ${priorities} now accepts the attachment, which Skylane did not add`,
        );
      const taken = now.statements.find(({ priority }) => numbersIn(wanted).includes(priority));
      if (taken) throw conflict(change, `priority ${taken.priority} is now that of another statement, ${taken.id}`);
      await distribution.add(change, now, change.target.drgAttachmentId ?? "", numbersIn(wanted));
      return "restored";
    },
    async isRestored(change, before) {
      const { now, priorities } = await prioritiesOf(change);
      return now.id === before.state?.distributionId && priorities === before.state.priorities;
    },
  };
}

interface Both {
  readonly now: ImportDistribution;
  readonly left: DrgAttachment;
  readonly taken: DrgAttachment;
}

/** Priorities of the statements that accept the attachment to leave and nothing else, as text; empty where there is none. */
const own = (now: ImportDistribution, { target }: RouteChange): string =>
  ownStatements(now, target.drgAttachmentId ?? "")
    .map(({ priority }) => priority)
    .sort((one, other) => one - other)
    .join(" ");
const numbersIn = (priorities: string): readonly number[] =>
  priorities.split(" ").flatMap((one) => (one === "" ? [] : [Number(one)]));

/** Whether a statement can do what is wanted of it. @throws ERR_ROUTE_TARGET_UNFIT that says why it cannot */
function check(change: RouteChange, { now, left, taken }: Both): void {
  if (!taken.isAttached || !isAccepted(now, taken))
    throw unfit(
      change,
      `${now.id} does not import from ${taken.id}, the path to take: without it nothing would be left. Add a statement that accepts it`,
    );
  const others = now.statements.filter((one) => !ownStatements(now, left.id).includes(one));
  if (isAccepted({ ...now, statements: others }, left))
    throw unfit(
      change,
      `${now.id} accepts ${left.id} by a statement that is not for it alone. Write the distribution as one statement for each attachment, or use oci.circuit-traffic-mode`,
    );
}

/** One change: the attachment to leave. @throws ERR_ACTUATOR_UNKNOWN where both paths are one attachment */
function planRemoval(request: MoveRequest): readonly RouteChange[] {
  refuseOneWay(request);
  const { groupId, sideId, prefixes, settings, from, to } = request;
  const { regionId, drgRouteTableId } = Settings.parse(settings);
  const { drgAttachmentId } = Handle.parse(from);
  const { drgAttachmentId: otherDrgAttachmentId } = Handle.parse(to);
  return prefixes.slice(0, 1).map((prefix) => ({
    id: `${groupId}:${sideId}:import:${drgAttachmentId.slice(-12)}`,
    sideId,
    cloud: "oci",
    actuator: ID,
    prefix,
    target: { regionId, drgRouteTableId, drgAttachmentId, otherDrgAttachmentId },
    desired: { isImported: "false" },
    summary: `let ${drgRouteTableId} no longer import from ${drgAttachmentId}, so that ${prefixes.join(", ")} and all else that it offers go over ${otherDrgAttachmentId}`,
  }));
}

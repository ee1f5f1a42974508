import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import { refuseOneWay } from "../../_shared/refuse-one-way.ts";
import type { AwsCalls } from "./aws-calls.ts";
import { RegionId } from "./aws-ids.ts";
import { covers } from "./covers.ts";
import { type Association, dxAssociations } from "./dx-associations.ts";
import { conflict, noBackup } from "./refusals.ts";

/** The path is not over Direct Connect: its routes are announced elsewhere. */
const NONE = "none";
const Settings = z.strictObject({ regionId: RegionId });
const Handle = z.strictObject({
  /** Association of the Direct Connect gateway that the path comes in over; `none` where it is not over Direct Connect. */
  associationId: z.union([
    z.literal(NONE),
    z.string().regex(/^[0-9a-z-]{4,64}$/, "must be none, or the id of a Direct Connect gateway association"),
  ]),
});
const ID = "aws.dx-prefixes";

/**
 * Takes traffic TOWARDS AWS off Direct Connect: the gateway announces the prefixes no longer, and the routers outside answer
 * over what else they hear. It holds for every virtual interface of the Direct Connect gateway and takes minutes, so it is
 * made only when a person orders it (clouds.md 3.5, A6).
 * @see https://docs.aws.amazon.com/directconnect/latest/APIReference/API_UpdateDirectConnectGatewayAssociation.html (read 2026-11)
 */
export function dxPrefixes(aws: AwsCalls): Actuator {
  const associations = dxAssociations(aws);
  const own = (change: RouteChange): Promise<Association> =>
    associations.read(change, change.target.associationId ?? "");

  return {
    id: ID,
    settings: Settings,
    handle: Handle,
    plan: planWithdrawal,
    async snapshot(change) {
      const present = await own(change);
      refuseWhileUpdating(change, present);
      refuseHiddenPrefixes(change, present);
      return { changeId: change.id, state: { allowedPrefixes: announced(change, present).join(",") } };
    },
    async apply(change) {
      const present = await own(change);
      const withdrawn = announced(change, present);
      if (withdrawn.length === 0) return "already";
      refuseWhileUpdating(change, present);
      await refuseWithoutBackup(change, present, associations.read);
      await associations.update(change, present.id, { removed: withdrawn });
      return "applied";
    },
    async isApplied(change) {
      const present = await own(change);
      return present.isSettled && announced(change, present).length === 0;
    },
    async restore(change, before) {
      const present = await own(change);
      // what a list that is being updated shows is not yet so
      refuseWhileUpdating(change, present);
      const now = announced(change, present);
      if (isBefore(now, before)) return "already";
      // Neither what the move left nor what was before: somebody changed it meanwhile, and we do not fight.
      if (now.length > 0) throw conflict(change, `${present.id} now announces ${now.join(", ")}`);
      await associations.update(change, present.id, { added: listed(before.state?.allowedPrefixes) });
      return "restored";
    },
    async isRestored(change, before) {
      const present = await own(change);
      return present.isSettled && isBefore(announced(change, present), before);
    },
  };
}

/** One change for all prefixes, for an association takes one update at a time. @throws ERR_ACTUATOR_UNKNOWN where the path to leave is not over Direct Connect */
function planWithdrawal(request: MoveRequest): readonly RouteChange[] {
  refuseOneWay(request);
  const { groupId, sideId, prefixes, from, to } = request;
  const { regionId } = Settings.parse(request.settings);
  const { associationId } = Handle.parse(from);
  const { associationId: backupAssociationId } = Handle.parse(to);
  if (associationId === NONE)
    throw cloudError(
      "ERR_ACTUATOR_UNKNOWN",
      `group ${groupId}, side ${sideId}: the path to leave is not over Direct Connect, so that there is nothing to withdraw. Choose another knob for this side`,
      { groupId, sideId, actuator: ID },
    );
  const [prefix] = prefixes;
  if (prefix === undefined) return [];
  return [
    {
      id: `${groupId}:${sideId}:${associationId}`,
      sideId,
      cloud: "aws",
      actuator: ID,
      prefix,
      target: { regionId, associationId, backupAssociationId },
      desired: { withdrawnPrefixes: prefixes.join(",") },
      summary: `withdraw ${prefixes.join(", ")} from every virtual interface behind Direct Connect gateway association ${associationId}`,
      isPlannedOnly: true,
    },
  ];
}

const listed = (text: string | undefined): readonly string[] => (text ? text.split(",") : []);
const wanted = ({ desired }: RouteChange): readonly string[] => listed(desired.withdrawnPrefixes);

/** Which of the prefixes to withdraw an association announces, in the order of the change. */
const announced = (change: RouteChange, { allowedPrefixes }: Association): readonly string[] =>
  wanted(change).filter((prefix) => allowedPrefixes.includes(prefix));

const isBefore = (now: readonly string[], before: PreImage): boolean =>
  now.join(",") === (before.state?.allowedPrefixes ?? "");

/** An association takes one update at a time: the workflow asks again. */
function refuseWhileUpdating(change: RouteChange, { id, isSettled }: Association): void {
  if (isSettled) return;
  throw cloudError("ERR_CLOUD_UNAVAILABLE", `${change.id}: ${id} is being updated`, { changeId: change.id });
}

/** What is announced as part of a shorter prefix cannot be withdrawn by itself. @throws ERR_ACTUATOR_UNKNOWN */
function refuseHiddenPrefixes(change: RouteChange, { id, allowedPrefixes }: Association): void {
  for (const prefix of wanted(change)) {
    const around = allowedPrefixes.find((one) => one !== prefix && covers(one, prefix));
    if (around !== undefined && !allowedPrefixes.includes(prefix))
      throw cloudError(
        "ERR_ACTUATOR_UNKNOWN",
        `${change.id}: ${id} announces ${prefix} as part of ${around}, so that it cannot be withdrawn alone; allow it by its own prefix first`,
        { changeId: change.id, actuator: ID },
      );
  }
}

/** @throws ERR_BACKUP_ABSENT where nothing would be announced at all, or the other association does not announce it */
async function refuseWithoutBackup(
  change: RouteChange,
  present: Association,
  read: (change: RouteChange, id: string) => Promise<Association>,
): Promise<void> {
  const { backupAssociationId = NONE } = change.target;
  if (present.allowedPrefixes.every((prefix) => wanted(change).includes(prefix)))
    throw noBackup(change, `${present.id} announces nothing else, and an empty list is not the same as silence`);
  if (backupAssociationId === NONE) return;
  const backup = await read(change, backupAssociationId);
  const lost = wanted(change).filter((prefix) => !backup.allowedPrefixes.some((one) => covers(one, prefix)));
  if (!backup.isSettled || lost.length > 0)
    throw noBackup(
      change,
      `${backup.id} ${backup.isSettled ? `does not announce ${lost.join(", ")}` : "is being updated"}`,
    );
}

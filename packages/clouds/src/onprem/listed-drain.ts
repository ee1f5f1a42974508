import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import { cloudError } from "../_shared/errors.ts";
import { type PrefixListEntry, prefixListEntry, sequenceOf } from "./prefix-list-entry.ts";
import type { RouterShell } from "./router-shell.ts";

/** A knob that takes a prefix off one neighbor while it is in a list: what its changes say, and what they do to routes. */
interface ListedDrain extends Pick<Actuator, "id" | "settings" | "handle"> {
  /** Where and how a request drains, in the knob's own words; parses what it is given. */
  readonly place: (request: MoveRequest) => DrainPlace;
  readonly soft: (change: RouteChange) => "in" | "out";
  /** Refuses, by an error, what may not be drained now. */
  readonly check?: (entry: PrefixListEntry, change: RouteChange) => Promise<void>;
  /** True once routes show that the list counts, and that it counts no more. */
  readonly isDrained: (entry: PrefixListEntry, change: RouteChange) => Promise<boolean>;
  readonly isFree: (entry: PrefixListEntry, change: RouteChange) => Promise<boolean>;
}

interface DrainPlace {
  /** Where the entry goes; `neighborIp` is to leave, `toNeighborIp` to take. */
  readonly target: Readonly<Record<"routerId" | "neighborIp" | "prefixList" | "toNeighborIp", string>> &
    Readonly<Record<string, string>>;
  readonly summaryOf: (prefix: string) => string;
}

/** The actuator of such a knob: the list is read, compared and written, and nothing is written before the base policy is there. */
export function listedDrain(run: RouterShell, knob: ListedDrain): Actuator {
  const { id, settings, handle } = knob;
  const entry = prefixListEntry(run, (change) => ({
    prefixList: change.target.prefixList ?? "",
    soft: knob.soft(change),
  }));
  const check = async (change: RouteChange): Promise<void> => {
    await entry.checkInstalled(change);
    await knob.check?.(entry, change);
  };
  return {
    id,
    settings,
    handle,
    plan: (request) => planDrains(id, request, knob.place(request)),
    async snapshot(change) {
      await check(change);
      return { changeId: change.id, state: { isListed: String(await entry.isListed(change)) } };
    },
    async apply(change) {
      await check(change);
      return (await entry.setListed(change, true)) ? "applied" : "already";
    },
    async isApplied(change) {
      const [isListed, isDrained] = await Promise.all([entry.isListed(change), knob.isDrained(entry, change)]);
      return isListed && isDrained;
    },
    restore: async (change, before) => ((await entry.setListed(change, wasListed(before))) ? "restored" : "already"),
    async isRestored(change, before) {
      const [isListed, isFree] = await Promise.all([entry.isListed(change), knob.isFree(entry, change)]);
      return isListed === wasListed(before) && (isListed || isFree);
    },
  };
}

/** One change per prefix: in the list of the neighbor to leave. @throws ERR_ACTUATOR_UNKNOWN where both paths have one neighbor */
function planDrains(
  actuator: string,
  { groupId, sideId, prefixes }: MoveRequest,
  { target, summaryOf }: DrainPlace,
): readonly RouteChange[] {
  if (target.neighborIp === target.toNeighborIp)
    throw cloudError(
      "ERR_ACTUATOR_UNKNOWN",
      `${groupId}, side ${sideId}: both paths are neighbor ${target.neighborIp}: a list takes prefixes off one, onto another`,
      { groupId, sideId, actuator },
    );
  return prefixes.map((prefix) => ({
    id: `${groupId}:${sideId}:${prefix}`,
    sideId,
    cloud: "onprem",
    actuator,
    prefix,
    target: { ...target, sequence: sequenceOf(prefix) },
    desired: { isListed: "true" },
    summary: summaryOf(prefix),
  }));
}

const wasListed = (before: PreImage): boolean => before.state?.isListed === "true";

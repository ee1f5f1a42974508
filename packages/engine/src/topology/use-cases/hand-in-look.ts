import type { CloudId } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import type { NoticedChange } from "./discover-on-change.ts";

type HandInDeps = Pick<Deps, "surveyor" | "lookInbox" | "publisher" | "log">;

/** What a look within a cloud came to; how it fits the rest is seen where all is joined. */
interface HandedIn {
  readonly networkCount: number;
  readonly linkCount: number;
  readonly gapCount: number;
}

/** Looks at one cloud from within, hands the answer in and says so; the hub joins it with the others'. */
export async function handInLook(
  { surveyor, lookInbox, publisher, log }: HandInDeps,
  cloud: CloudId,
): Promise<HandedIn> {
  const seen = await surveyor.look(cloud);
  await lookInbox.put(seen);
  const { startedAtMs, finishedAtMs, callCount, networks, links, gaps } = seen;
  await publisher.publish([
    {
      type: "topology.cloud-looked-at.v1",
      subject: cloud,
      epoch: finishedAtMs,
      seq: 0,
      data: { cloud, startedAtMs, finishedAtMs, gapCount: gaps.length },
    },
  ]);
  const handedIn = { networkCount: networks.length, linkCount: links.length, gapCount: gaps.length };
  log.info("look handed in", { cloud, callCount, ...handedIn });
  return handedIn;
}

/** Looks at the cloud that changed, unless it was looked at since: one person's clicks come as dozens of log entries. */
export async function handInLookOnChange(
  deps: HandInDeps,
  { cloud, operation, atMs }: NoticedChange,
): Promise<HandedIn | "seen-since"> {
  const last = await deps.lookInbox.last(cloud);
  if (last === undefined || last.startedAtMs <= atMs) return handInLook(deps, cloud);
  deps.log.info("change was seen already", { cloud, operation });
  return "seen-since";
}

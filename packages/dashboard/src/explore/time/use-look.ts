import type { Topology, TopologyChange, TopologyView } from "@skylane/core";
import { topologyChanges } from "@skylane/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchSnapshot, fetchSnapshots } from "../../api/topology.ts";
import { type EstateIndex, indexEstate } from "../estate-index.ts";
import { marksOf, withGone } from "./marks.ts";
import { keyBefore, type Snapshots } from "./position.ts";

/** The estate as it is now, or as it was found at a look of the past. */
export interface Look {
  /** Oldest first. */
  readonly snapshots: Snapshots;
  readonly view?: TopologyView | undefined;
  readonly index?: EstateIndex | undefined;
  /** Since the look before, of a look of the past; absent = there is none before it, or it is not there yet. */
  readonly changes?: readonly TopologyChange[] | undefined;
  /** That look is not there yet; what is shown is another. */
  readonly isComing: boolean;
  readonly error: Error | null;
  readonly answeredAtMs: number;
}

const ASK_MS = 10_000;
/** A look does not change any more; a large one is not kept for long. */
const KEEP_MS = 120_000;

const useSnapshot = (key: string | undefined) =>
  useQuery({
    queryKey: ["snapshot", key],
    queryFn: () => fetchSnapshot(key ?? ""),
    enabled: key !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEEP_MS,
    structuralSharing: false,
    placeholderData: keepPreviousData,
    retry: 1,
  });

/** Asks which looks there are, and reads a look only when it is another: a large estate is not read again while nothing is new. */
export function useLook(at: string | undefined): Look {
  const list = useQuery({ queryKey: ["snapshots"], queryFn: fetchSnapshots, refetchInterval: ASK_MS, retry: false });
  const snapshots = useMemo(() => (list.data ?? []).toReversed(), [list.data]);
  const wanted = useSnapshot(at ?? snapshots.at(-1)?.key);
  const before = useSnapshot(at === undefined ? undefined : keyBefore(snapshots, at));
  const hasBefore = at !== undefined && keyBefore(snapshots, at) !== undefined;
  const then = hasBefore && !before.isPlaceholderData ? (before.data?.topology ?? undefined) : undefined;
  const { data: view, isPlaceholderData } = wanted;
  return {
    snapshots,
    view,
    ...useMemo(() => indexed(view, isPlaceholderData ? undefined : then), [view, then, isPlaceholderData]),
    isComing: isPlaceholderData || (at !== undefined && list.data === undefined) || (hasBefore && before.isFetching),
    error: wanted.error ?? list.error,
    answeredAtMs: Math.max(list.dataUpdatedAt, wanted.dataUpdatedAt),
  };
}

function indexed(view: TopologyView | undefined, then: Topology | undefined): Pick<Look, "index" | "changes"> {
  if (!view?.topology) return {};
  const whole = { ...view, topology: view.topology };
  if (!then) return { index: indexEstate(whole) };
  const changes = topologyChanges(then, view.topology);
  const marks = marksOf(changes);
  return { index: indexEstate(withGone(whole, then, marks), marks), changes };
}

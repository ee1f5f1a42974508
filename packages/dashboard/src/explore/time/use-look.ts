import type { Topology, TopologyChange, TopologyView } from "@skylane/core";
import { topologyChanges } from "@skylane/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
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
  /** Since the look before, of a look of the past; absent = there is none before it, or it cannot be read. */
  readonly changes?: readonly TopologyChange[] | undefined;
  /** A look of the past with none before it. */
  readonly isFirst: boolean;
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
  const isComing =
    isPlaceholderData || (at !== undefined && list.data === undefined) || (hasBefore && before.isFetching);
  const kept = useRef<Found>({});
  // until all of a look is there, the one before it stays as it is
  const found = useMemo(
    () => (isComing && kept.current.index ? kept.current : indexed(view, then)),
    [isComing, view, then],
  );
  kept.current = found;
  return {
    snapshots,
    ...found,
    isFirst: list.data !== undefined && at !== undefined && !hasBefore,
    isComing,
    error: wanted.error ?? before.error ?? list.error,
    answeredAtMs: Math.max(list.dataUpdatedAt, wanted.dataUpdatedAt),
  };
}

type Found = Pick<Look, "view" | "index" | "changes">;

function indexed(view: TopologyView | undefined, then: Topology | undefined): Found {
  if (!view?.topology) return { view };
  const whole = { ...view, topology: view.topology };
  if (!then) return { view, index: indexEstate(whole) };
  const changes = topologyChanges(then, view.topology);
  const marks = marksOf(changes);
  return { view, index: indexEstate(withGone(whole, then, marks), marks), changes };
}

import type { CloudId, DiscoveryGap, DiscoveryRequest } from "@skylane/core";
import pLimit from "p-limit";

/** Where a call looks, and what it needs. */
export interface CallScope {
  readonly accountId: string;
  /** Empty for what is global. */
  readonly regionId: string;
  /** As the vendor names it, e.g. `ec2:DescribeVpcs`. */
  readonly operation: string;
}

/** Why a call failed, in the words of a gap. */
export type Explained = Pick<DiscoveryGap, "reason" | "message" | "todo"> & { readonly permission?: string };

/** One look at a cloud: calls in bounded number, failures kept as gaps. */
export interface Scan {
  /** The answer, or `undefined` after a failure, which is then a gap. */
  call<T>(scope: CallScope, run: () => Promise<T>): Promise<T | undefined>;
  readonly gaps: readonly DiscoveryGap[];
  readonly callCount: () => number;
}

/** Starts a look. `explain` words the cloud's own errors; a failure of the same operation in the same place is told once. */
export function startScan(
  cloud: CloudId,
  request: Pick<DiscoveryRequest, "concurrency" | "onProgress" | "signal">,
  explain: (error: unknown, scope: CallScope) => Explained,
): Scan {
  const limit = pLimit(request.concurrency);
  const gaps = new Map<string, DiscoveryGap>();
  const steps = new Map<string, { doneCount: number; totalCount: number }>();
  let callCount = 0;
  const tell = (regionId: string, change: (step: { doneCount: number; totalCount: number }) => void): void => {
    const step = steps.get(regionId) ?? { doneCount: 0, totalCount: 0 };
    change(step);
    steps.set(regionId, step);
    request.onProgress?.({ cloud, regionId, ...step });
  };
  return {
    async call(scope, run) {
      tell(scope.regionId, (step) => {
        step.totalCount += 1;
      });
      try {
        return await limit(() => {
          request.signal?.throwIfAborted();
          callCount += 1;
          return run();
        });
      } catch (error) {
        const { accountId, regionId, operation } = scope;
        gaps.set(`${accountId}|${regionId}|${operation}`, {
          cloud,
          ...(accountId !== "" && { accountId }),
          ...(regionId !== "" && { regionId }),
          operation,
          ...explain(error, scope),
        });
        return undefined;
      } finally {
        tell(scope.regionId, (step) => {
          step.doneCount += 1;
        });
      }
    },
    get gaps() {
      return [...gaps.values()];
    },
    callCount: () => callCount,
  };
}

import { type DiscoveryScopes, discoverClouds } from "@skylane/clouds";
import type { SkylaneConfig, Topology } from "@skylane/core";
import { joinTopology } from "@skylane/engine";
import { loadSettings } from "@skylane/runtime/settings";
import { progress } from "../output.ts";

const CONCURRENCY = 32;

/** Looks at every scope with the credentials of the environment, and joins what was seen. Changes nothing anywhere. */
export async function look(
  scopes: DiscoveryScopes,
  config: SkylaneConfig | undefined,
  estate: string,
): Promise<{ readonly topology: Topology; readonly callCount: number; readonly tookMs: number }> {
  const startMs = performance.now();
  const steps = new Map<string, { cloud: string; doneCount: number; totalCount: number }>();
  const seen = await discoverClouds(loadSettings().cloudContext, scopes, {
    concurrency: CONCURRENCY,
    nowMs: () => Date.now(),
    onProgress(step) {
      steps.set(`${step.cloud}/${step.regionId}`, step);
      progress(bars([...steps.values()]));
    },
  });
  progress("");
  const topology = joinTopology(
    seen,
    {
      estate,
      networks: config?.networks ?? [],
      connections: config?.connections ?? [],
      flows: config?.flows ?? [],
      services: config?.services ?? [],
    },
    Date.now(),
  );
  return {
    topology,
    callCount: seen.reduce((sum, { callCount }) => sum + callCount, 0),
    tookMs: Math.round(performance.now() - startMs),
  };
}

const BAR_WIDTH = 10;

/** `aws ██████░░░░ 12/20  azure …`, one bar a cloud. */
export function bars(steps: readonly { cloud: string; doneCount: number; totalCount: number }[]): string {
  const byCloud = new Map<string, { done: number; total: number }>();
  for (const { cloud, doneCount, totalCount } of steps) {
    const sum = byCloud.get(cloud) ?? { done: 0, total: 0 };
    byCloud.set(cloud, { done: sum.done + doneCount, total: sum.total + totalCount });
  }
  return [...byCloud]
    .map(([cloud, { done, total }]) => {
      const full = total === 0 ? 0 : Math.floor((done / total) * BAR_WIDTH);
      return `${cloud} ${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)} ${done}/${total}`;
    })
    .join("  ");
}

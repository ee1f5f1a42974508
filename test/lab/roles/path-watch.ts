import { setTimeout as sleep } from "node:timers/promises";
import type { PathHealthRecord, Prober, SkylaneConfig } from "@skylane/core";
import { type HealthChange, nextPathHealth, unseenPath } from "@skylane/engine";
import { machineMs } from "../remote.ts";

/** Told of each sample: the path's health after it, and the change of its state if there was one. */
type OnSample = (record: PathHealthRecord, change: HealthChange | undefined) => void;

/** The health of every path as the probes of this process show it. */
export interface PathWatch {
  readonly health: Map<string, PathHealthRecord>;
  /** Probes every path once per interval until told to stop; answers that come after that are dropped. */
  probe(config: SkylaneConfig, intervalMs: number, signal: AbortSignal, onSample: OnSample): Promise<void>;
  /** Probes quickly until every path is up, its baseline learnt, its window full and nothing lost in it. */
  fillWindows(config: SkylaneConfig): Promise<void>;
}

/** Before a fault and before a fail back nothing is timed, so the window fills faster than it would. */
const FILL_INTERVAL_MS = 50;
const FILL_TIMEOUT_MS = 20_000;

/** A watch that has seen nothing yet. */
export function pathWatch(prober: Prober): PathWatch {
  const health = new Map<string, PathHealthRecord>();

  const probe: PathWatch["probe"] = async (config, intervalMs, signal, onSample) => {
    const { thresholds } = config;
    for (let tickMs = machineMs(); !signal.aborted; tickMs += intervalMs) {
      await sleep(Math.max(0, tickMs - machineMs()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      for (const path of pathsOf(config)) {
        const atMs = Date.now();
        const { vantageId, ...target } = path.probe;
        void prober.probe({ ...target, timeoutMs: thresholds.probeTimeoutMs }).then((answer) => {
          if (signal.aborted) return;
          const before = health.get(path.id)?.health ?? unseenPath(atMs);
          const next = nextPathHealth(before, { pathId: path.id, vantageId, atMs, ...answer }, thresholds);
          const record = { pathId: path.id, vantageId, health: next.health, sampledAtMs: atMs };
          health.set(path.id, record);
          onSample(record, next.change);
        });
      }
    }
  };

  return {
    health,
    probe,
    async fillWindows(config) {
      const isFit = (): boolean =>
        pathsOf(config).every(({ id }) => {
          const seen = health.get(id)?.health;
          if (seen?.state !== "up" || seen.baselineRttMs === undefined) return false;
          return seen.recent.length === config.thresholds.windowSampleCount && !seen.recent.includes(null);
        });
      const until = new AbortController();
      const timer = setTimeout(() => until.abort(), FILL_TIMEOUT_MS);
      await probe(config, FILL_INTERVAL_MS, until.signal, () => {
        if (isFit()) until.abort();
      });
      clearTimeout(timer);
      if (!isFit()) throw new Error(`the paths were not clean within ${FILL_TIMEOUT_MS / 1_000} s`);
    },
  };
}

const pathsOf = (config: SkylaneConfig) => config.groups.flatMap((group) => group.paths);

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

// The first need SST's platform, the others minutes of waiting: vitest.infra.config.ts, vitest.cost.config.ts.
const apart = ["test/infra/**", "test/cost/**"];
/** Tests that start a whole Skylane, by what they import. */
const running = globSync("test/{scenarios,conformance,e2e}/**/*.test.ts", { cwd: import.meta.dirname }).filter((file) =>
  /support\/(running-skylane|two-regions)/.test(readFileSync(join(import.meta.dirname, file), "utf8")),
);
/** Decisions, and what answers from memory: a file leaves nothing behind, so that files share a process and what it has loaded. */
const decisions = ["packages/{core,engine,cli,dashboard}/src/**/*.test.ts"];
/** Servers, timers, environments and SDKs' own caches: a process for each file. */
const edges = [
  "packages/{clouds,local,runtime,twin}/src/**/*.test.ts",
  "{infra,tools}/**/*.test.ts",
  "functions/**/*.test.ts",
  "{azure,gcp}-functions/src/**/*.test.ts",
  "test/**/*.test.ts",
];

export default defineConfig({
  test: {
    // Colours are on wherever CI is set, pipes included: tests read plain text everywhere.
    env: { TZ: "UTC", NO_COLOR: "1" },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // two workers on two cores: what is there within a second on an idle machine is there later on a busy one
    expect: { poll: { timeout: 10_000 } },
    // Vitest leaves one core idle; of two that is half of the machine.
    maxWorkers: "100%",
    projects: [
      { extends: true, test: { name: "decisions", include: decisions, isolate: false } },
      {
        extends: true,
        test: { name: "edges", include: edges, exclude: [...configDefaults.exclude, ...apart, ...running] },
      },
      // They watch the clock, and wait for most of it: two at a time, when the rest is done. What their processes compile is kept.
      {
        extends: true,
        test: {
          name: "running",
          include: running,
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/skylane") },
        },
      },
    ],
  },
});

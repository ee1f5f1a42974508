import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

// The first need SST's platform, the others minutes of waiting: vitest.infra.config.ts, vitest.cost.config.ts.
const apart = ["test/infra/**", "test/cost/**"];
/** Tests that import this. */
const importing = (support: RegExp): string[] =>
  globSync("test/{scenarios,conformance,e2e}/**/*.test.ts", { cwd: import.meta.dirname }).filter((file) =>
    support.test(readFileSync(join(import.meta.dirname, file), "utf8")),
  );
/** They start a whole Skylane. */
const running = importing(/support\/running-skylane/);
/** They start two of them, one in each Region. */
const pairs = importing(/support\/two-regions/);
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

/** What their processes compile is kept. */
const keepCompiled = { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/skylane") };

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
        test: { name: "edges", include: edges, exclude: [...configDefaults.exclude, ...apart, ...running, ...pairs] },
      },
      // They watch the clock, and wait for most of it: two at a time, when the rest is done.
      {
        extends: true,
        test: { name: "running", include: running, sequence: { groupOrder: 1 }, maxWorkers: 2, env: keepCompiled },
      },
      {
        extends: true,
        test: { name: "pairs", include: pairs, sequence: { groupOrder: 2 }, maxWorkers: 1, env: keepCompiled },
      },
    ],
  },
});

import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "functions/**/*.test.ts",
      "{azure,gcp}-functions/src/**/*.test.ts",
      "infra/**/*.test.ts",
      "tools/**/*.test.ts",
      "test/**/*.test.ts",
    ],
    // The first need SST's platform, the others minutes of waiting: vitest.infra.config.ts, vitest.cost.config.ts.
    exclude: [...configDefaults.exclude, "test/infra/**", "test/cost/**"],
    // Colours are on wherever CI is set, pipes included: tests read plain text everywhere.
    env: { TZ: "UTC", NO_COLOR: "1" },
    testTimeout: 30_000,
  },
});

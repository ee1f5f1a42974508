import { defineConfig } from "vitest/config";

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
    env: { TZ: "UTC" },
    testTimeout: 30_000,
  },
});

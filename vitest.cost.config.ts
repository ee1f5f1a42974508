import { defineConfig } from "vitest/config";

/** Skylane is watched for five minutes to see what it costs: too long to wait for at every change. */
export default defineConfig({
  test: {
    include: ["test/cost/**/*.test.ts"],
    env: { TZ: "UTC", NO_COLOR: "1" },
  },
});

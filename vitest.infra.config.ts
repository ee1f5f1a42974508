import { defineConfig } from "vitest/config";

/** Tests over the rendered stages; they need SST's platform (`npm run infra:check` fetches it). */
export default defineConfig({
  test: {
    include: ["test/infra/**/*.test.ts"],
    globalSetup: ["test/infra/harness/global-setup.ts"],
    env: { TZ: "UTC", NO_COLOR: "1" },
    testTimeout: 30_000,
  },
});

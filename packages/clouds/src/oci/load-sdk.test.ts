import { describe, expect, it } from "vitest";
import { loadSdk } from "./load-sdk.ts";

const failing = (code: string, times: number, loaded: string[]) => (part: string) => {
  if (loaded.length < times) {
    loaded.push("failed");
    throw Object.assign(new Error("no"), { code });
  }
  loaded.push(part);
};

describe("clouds/oci/load-sdk", () => {
  it("waits while another module is being imported", async () => {
    const loaded: string[] = [];
    await loadSdk(failing("ERR_REQUIRE_ESM_RACE_CONDITION", 2, loaded));

    expect(loaded).toEqual(["failed", "failed", "oci-common", "oci-core", "oci-identity", "oci-monitoring"]);
  });

  it("leaves another failure to the import that follows", async () => {
    const loaded: string[] = [];
    await loadSdk(failing("MODULE_NOT_FOUND", 9, loaded));

    expect(loaded).toEqual(["failed"]);
  });
});

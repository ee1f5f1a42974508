import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Prober } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rawConfig } from "../../../../test/support/builders.ts";
import type { Port } from "./ports.ts";

let folder: string;
let ports: typeof import("./ports.ts").ports;

/** A process of its own for each test: what is made once is made anew. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "skylane-ports-"));
  writeFileSync(join(folder, "skylane.yaml"), JSON.stringify(rawConfig()));
  vi.stubEnv("SKYLANE_CONFIG", join(folder, "skylane.yaml"));
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.resetModules();
  ({ ports } = await import("./ports.ts"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A port that counts how often it is made. */
function countedPort(outcomes: readonly ("made" | "fails")[] = []) {
  let madeCount = 0;
  const port: Port<"prober"> = {
    name: "prober",
    async make() {
      madeCount += 1;
      if (outcomes[madeCount - 1] === "fails") throw new Error("not yet");
      return {} as Prober;
    },
  };
  return { port, madeCount: () => madeCount };
}

describe("runtime/ports", () => {
  it("gives what is asked for beside what is there always, and nothing else", async () => {
    const { port } = countedPort();

    const given = await ports(port).make();

    expect(Object.keys(given).sort()).toEqual(["clock", "config", "ids", "log", "prober", "regionId"]);
    expect(given.regionId).toBe("eu-west-1");
    expect(ports(port).names).toEqual(["prober"]);
  });

  it("makes a port once in a process, whoever asks for it, and all of them at once", async () => {
    const { port, madeCount } = countedPort();

    const [one, other] = await Promise.all([ports(port).make(), ports(port).make()]);

    expect(one.prober).toBe(other.prober);
    expect((await ports(port).make()).prober).toBe(one.prober);
    expect(madeCount()).toBe(1);
  });

  it("makes one anew that could not be made", async () => {
    const { port, madeCount } = countedPort(["fails", "made"]);

    await expect(ports(port).make()).rejects.toThrow("not yet");
    await ports(port).make();

    expect(madeCount()).toBe(2);
  });

  it("needs no configuration before somebody asks", async () => {
    vi.stubEnv("SKYLANE_CONFIG", join(folder, "nowhere.yaml"));

    const asked = ports();

    expect(asked.names).toEqual([]);
    await expect(asked.make()).rejects.toMatchObject({ code: "ERR_CONFIG_MISSING" });
  });
});

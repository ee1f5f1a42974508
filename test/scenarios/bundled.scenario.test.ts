import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { discoverClouds } from "@skylane/clouds";
import type { CloudDiscovery, SkylaneConfig } from "@skylane/core";
import { loadSettings } from "@skylane/runtime/settings";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findConfig } from "../../packages/cli/src/discover/find-config.ts";
import { scopesFrom } from "../../packages/cli/src/discover/scopes.ts";
import { withWorld } from "../../packages/cli/src/discover/with-world.ts";
import { makeBundle } from "../../tools/bundle/make-bundle.ts";

const CALM = { latencyMs: 0, callsPerSecond: 0, denied: [] };
const everywhere = { accounts: [], regions: [] };
const scopes = { oci: everywhere, ...scopesFrom(findConfig(undefined, "globalcart") as SkylaneConfig, {}) };

/** Looks with what a bundle exports, in a process that has no other code, and prints what it saw. */
const PROGRAM = `
const [file, context, scopes] = process.argv.slice(1);
const { discoverClouds } = await import(file);
const how = { concurrency: 32, nowMs: () => Date.now() };
console.log(JSON.stringify(await discoverClouds(JSON.parse(context), JSON.parse(scopes), how)));`;

const countsOf = (seen: readonly CloudDiscovery[]) =>
  seen.map(({ cloud, networks, gateways, links, routes, gaps }) => ({
    cloud,
    networks: networks.length,
    gateways: gateways.length,
    links: links.length,
    routes: routes.length,
    gaps,
  }));

describe("every cloud's SDK, bundled as it is deployed", { timeout: 120_000 }, () => {
  const outDir = mkdtempSync(join(tmpdir(), "skylane-bundled-"));
  let file: string;
  beforeAll(async () => {
    const entry = "packages/clouds/src/discover-clouds.ts";
    await makeBundle({ name: "look", host: "aws", entry }, outDir);
    file = join(outDir, "look/discover-clouds.mjs");
  }, 120_000);
  afterAll(() => rmSync(outDir, { recursive: true }));

  it("shows of an estate what its source shows", async () => {
    const { fromBundle, fromSource } = await withWorld("globalcart", CALM, async () => {
      const { cloudContext } = loadSettings();
      const args = [
        "--input-type=module",
        "--eval",
        PROGRAM,
        file,
        JSON.stringify(cloudContext),
        JSON.stringify(scopes),
      ];
      const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 100_000_000 });
      return {
        fromBundle: JSON.parse(stdout) as readonly CloudDiscovery[],
        fromSource: await discoverClouds(cloudContext, scopes, { concurrency: 32, nowMs: () => Date.now() }),
      };
    });

    expect(countsOf(fromBundle)).toEqual(countsOf(fromSource));
    expect(fromBundle.map(({ cloud }) => cloud)).toEqual(["aws", "azure", "gcp", "oci", "onprem"]);
    expect(fromBundle.flatMap(({ gaps }) => gaps)).toEqual([]);
  });
});

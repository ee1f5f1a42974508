import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estimatesOf } from "@skylane/clouds";
import { parseConfig, type SkylaneConfig, type Topology } from "@skylane/core";
import { audit, surveyOf } from "@skylane/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { findConfig } from "../../packages/cli/src/discover/find-config.ts";
import { look } from "../../packages/cli/src/discover/look.ts";
import { scopesFrom } from "../../packages/cli/src/discover/scopes.ts";
import { withWorld } from "../../packages/cli/src/discover/with-world.ts";
import { generateEstate, generateInventory } from "../../packages/cli/src/estate/generate-estate.ts";
import { renderReport } from "../../packages/cli/src/report/index.ts";
import { summarize } from "../../packages/cli/src/report/summarize.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are controls
const OURS = /\n|\u001b\[\d+m/g;
const CALM = { latencyMs: 0, callsPerSecond: 0, denied: [] };
const config = findConfig(undefined, "globalcart") as SkylaneConfig;
const seen = async (temper: Parameters<typeof withWorld>[1], during?: () => void): Promise<Topology> =>
  withWorld("globalcart", temper, async () => {
    during?.();
    return (await look(scopesFrom(config, {}), config, "globalcart")).topology;
  });

describe("a look at an estate from outside", { timeout: 120_000 }, () => {
  let whole: Topology;
  beforeAll(async () => {
    whole = await seen(CALM);
  }, 60_000);

  it("finds every resource and link of GlobalCart, and what is wrong with them", () => {
    expect(whole.gaps).toEqual([]);
    expect(summarize(whole, audit(whole, config))).toMatchObject({
      resources: 847,
      connections: 127,
      undocumented: 38,
      zombies: 12,
      singlePointsOfFailure: 5,
      publicInternetFlows: 3,
      gaps: 0,
    });
  });

  it("joins both ends of every link between clouds, and no end is left over or taken twice", () => {
    const keys = whole.connections.flatMap(({ sightings }) => sightings.map(({ key }) => key));
    const between = whole.connections.filter(({ ends: [a, b] }) => a.cloud !== b.cloud);

    expect(new Set(keys).size).toBe(keys.length);
    expect(between.filter(({ ends }) => ends.some(({ cloud }) => cloud === undefined))).toEqual([]);
    expect(
      whole.connections.flatMap(({ evidence }) => evidence).filter(({ detail }) => / disagree: /.test(detail)),
    ).toEqual([]);
  });

  it("is the same in a second look", async () => {
    const again = await seen(CALM);
    const shape = ({ networks, gateways, connections }: Topology) =>
      [...networks.map(({ key }) => key), ...gateways.map(({ key }) => key), ...connections.map(({ id }) => id)].sort();

    expect(shape(again)).toEqual(shape(whole));
  });

  it("finds the rest when a Region is denied, and names what is missing and the permission", async () => {
    const partial = await seen({ ...CALM, denied: ["azure:westeurope"] });

    expect(partial.gaps.length).toBeGreaterThan(0);
    expect(partial.gaps.every(({ cloud, reason }) => cloud === "azure" && reason === "denied")).toBe(true);
    expect(partial.gaps.some(({ permission }) => permission?.startsWith("Microsoft.Network/"))).toBe(true);
    expect(partial.networks.filter(({ cloud, regionId }) => cloud === "azure" && regionId === "eastus")).not.toEqual(
      [],
    );
    expect(
      partial.networks.filter(({ regionId, isDeclaredOnly }) => regionId === "westeurope" && !isDeclaredOnly),
    ).toEqual([]);
    expect(partial.networks.filter(({ cloud }) => cloud === "aws")).toHaveLength(
      whole.networks.filter(({ cloud }) => cloud === "aws").length,
    );
    expect(audit(partial, config).filter(({ rule }) => rule === "missing-connection")).toEqual([]);
  });

  it.each(["aws:us-east-1", "gcp:us-central1", "onprem:dc1"])(
    "holds nothing against the estate that it could not see: %s denied",
    async (place) => {
      const partial = await seen({ ...CALM, denied: [place] });
      const rules = audit(partial, config).map(({ rule }) => rule);

      expect(partial.gaps.map(({ cloud }) => cloud)).toContain(place.split(":")[0]);
      expect(rules.filter((rule) => rule === "single-point-of-failure")).toHaveLength(5);
      expect(rules).not.toContain("missing-connection");
    },
  );

  it("says which variable or command gives credentials that are missing, and the other clouds go on", async () => {
    const partial = await seen(CALM, () => {
      delete process.env.AZURE_ACCESS_TOKEN;
      delete process.env.AWS_ACCESS_KEY_ID;
      delete process.env.AWS_SECRET_ACCESS_KEY;
      Object.assign(process.env, {
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
        AWS_CONFIG_FILE: "/nowhere",
        PATH: "/nowhere", // no command line of a vendor either
      });
    });
    const gapOf = (cloud: string) => partial.gaps.find((gap) => gap.cloud === cloud);

    expect(gapOf("aws")).toMatchObject({
      reason: "credentials",
      todo: expect.stringMatching(/AWS_PROFILE|aws sso login/),
    });
    expect(gapOf("azure")).toMatchObject({ reason: "credentials", todo: expect.stringMatching(/az login/) });
    expect(partial.networks.some(({ cloud }) => cloud === "gcp")).toBe(true);
    expect(partial.networks.some(({ cloud }) => cloud === "onprem")).toBe(true);
  });

  it("can fail everything once, and the links that lose flows alone are the single points of failure", () => {
    const survey = surveyOf(whole, config, estimatesOf());
    const losing = survey
      .singles()
      .filter(({ failures: [failure], lostCount }) => failure?.kind === "link" && lostCount > 0)
      .flatMap(({ failures }) => failures.map(({ id }) => id.replace("link:", "")));
    const single = audit(whole, config).filter(({ rule }) => rule === "single-point-of-failure");

    expect(survey.alreadyLostIds).toEqual([]);
    expect(losing.sort()).toEqual(single.flatMap(({ subjects }) => subjects).sort());
  });

  it("stays harmless in every output when names and tags are hostile", async () => {
    const evil = `<img src=x onerror=alert(1)>\u001b]0;pwned\u0007\u202egnp${"A".repeat(200)}`;
    const estate = generateEstate({ resourceCount: 60 });
    const hostile = {
      ...estate,
      networks: estate.networks.map((network) => ({ ...network, tags: { Name: evil, owner: evil } })),
      connections: estate.connections.map((connection) => ({ ...connection, tags: { Name: evil, owner: evil } })),
    };
    const folder = mkdtempSync(join(tmpdir(), "skylane-hostile-"));
    const file = join(folder, "hostile.yaml");
    writeFileSync(file, JSON.stringify(hostile));
    const inventory = parseConfig(generateInventory(estate), "generated");
    const seenThere = await withWorld(file, CALM, () => look(scopesFrom(inventory, {}), inventory, evil));
    rmSync(folder, { recursive: true, force: true });
    const { topology } = seenThere;
    const findings = audit(topology, inventory);
    const report = { topology, findings, summary: summarize(topology, findings) };

    expect(JSON.stringify(topology)).toContain("onerror"); // it did come through
    expect(topology.connections.length).toBeGreaterThan(20);
    for (const format of ["terminal", "html", "md", "svg", "json"] as const) {
      // lines and our own colours apart
      const text = String(await renderReport(format, report)).replaceAll(OURS, "");
      expect(text).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      if (format === "html" || format === "svg") expect(text).not.toMatch(/<img|onerror=(?!alert\(1\)&gt;)/);
      if (format === "md") expect(text).not.toContain("<img");
    }
  });
});

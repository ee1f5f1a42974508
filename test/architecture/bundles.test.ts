import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judge } from "../../tools/bundle/judge.ts";
import { makeBundle, planBundles } from "../../tools/bundle/make-bundle.ts";
import { type Target, targets } from "../../tools/bundle/targets.ts";
import { type Weight, weigh } from "../../tools/bundle/weigh.ts";

const portsOf = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../infra/function-ports.gen.json"), "utf8"),
) as Readonly<Record<string, readonly string[]>>;
const all = targets();

/** The SDKs that speak to each cloud's network. */
const SDKS = {
  aws: /^@aws-sdk\/client-(ec2|direct-connect|networkmanager|cloudwatch|pricing)$/,
  azure: /^@azure\/(arm-|identity$|msal-|core-rest-pipeline$)/,
  gcp: /^(@googleapis\/|googleapis-common$|google-auth-library$)/,
  oci: /^oci-/,
} as const;
type SdkCloud = keyof typeof SDKS;
const EVERY_CLOUD = Object.keys(SDKS) as readonly SdkCloud[];

/** Those in which connections are built. */
const BUILT: readonly SdkCloud[] = ["aws", "azure", "gcp"];

/** Functions that look at one cloud alone. */
const LOOKS_AT: Readonly<Record<string, SdkCloud>> = {
  "discover-on-change": "aws",
  "azure/discover": "azure",
  "azure/discover-on-change": "azure",
  "gcp/discover": "gcp",
  "gcp/discover-on-change": "gcp",
};

/** The clouds whose networks a function works with, by its ports. */
function cloudsOf({ name }: Target): readonly SdkCloud[] {
  const one = LOOKS_AT[name];
  if (one !== undefined) return [one];
  const has = (...ports: readonly string[]) => portsOf[name]?.some((port) => ports.includes(port)) ?? false;
  if (has("steering", "faultTests", "surveyor", "meter", "usage")) return EVERY_CLOUD;
  // storage of S3 is not of their networks
  if (has("billReader")) return ["azure", "gcp", "oci"];
  return has("provisioning") ? BUILT : [];
}

/** As it is deployed: many bundles made in one go weigh more than each alone. */
async function weighAlone(target: Target): Promise<Weight> {
  const { metafile, entryFile } = await makeBundle(target, outDir);
  return weigh(metafile, entryFile);
}

/**
 * What those that are too heavy weigh too much. Bundles made in one go share chunks, and each carries what the others need of them;
 * so what is too heavy among many is weighed among fewer, in the end alone. Light among many is light.
 */
async function complaints(group: readonly Target[]): Promise<readonly string[]> {
  const [only, another] = group;
  if (!only) return [];
  if (!another) return judge(only, await weighAlone(only));
  const { metafile, entryFileOf } = await planBundles(group);
  const heavy = group.filter((target) => judge(target, weigh(metafile, entryFileOf.get(target.name) ?? "")).length > 0);
  if (heavy.length < group.length) return complaints(heavy);
  const middle = Math.ceil(group.length / 2);
  return [...(await complaints(group.slice(0, middle))), ...(await complaints(group.slice(middle)))];
}

const outDir = mkdtempSync(join(tmpdir(), "skylane-bundles-"));
afterAll(() => rmSync(outDir, { recursive: true }));

describe("bundles", () => {
  const weights = new Map<string, Weight>();
  beforeAll(async () => {
    const { metafile, entryFileOf } = await planBundles(all);
    for (const [name, entryFile] of entryFileOf) weights.set(name, weigh(metafile, entryFile));
  }, 120_000);
  const weightOf = ({ name }: Target): Weight => {
    const weight = weights.get(name);
    if (!weight) throw new Error(`${name} was not bundled`);
    return weight;
  };

  it("have the SDKs of the clouds a function works with, and of no other", () => {
    for (const target of all) {
      const found = EVERY_CLOUD.filter((cloud) => weightOf(target).npmPackages.some((name) => SDKS[cloud].test(name)));

      expect([target.name, found]).toEqual([target.name, cloudsOf(target)]);
    }
  });

  it("load no cloud's SDK before a call of that cloud is made", () => {
    const early = all.filter((target) =>
      Object.keys(weightOf(target).initPackages).some((name) => EVERY_CLOUD.some((cloud) => SDKS[cloud].test(name))),
    );

    expect(early.map(({ name }) => name)).toEqual([]);
  });

  it("are as light as they shall be", { timeout: 400_000 }, async () => {
    expect(await complaints(all)).toEqual([]);
  });

  it("have nothing of AWS's clients where they probe", { timeout: 120_000 }, async () => {
    const probes = all.filter(({ name }) => /(^|\/)probe(-burst)?$/.test(name));

    const found = await Promise.all(
      probes.map(async (probe) => {
        const { npmPackages } = await weighAlone(probe);
        return [probe.name, npmPackages.filter((name) => /^@(aws-sdk\/(client|lib)-|smithy\/)/.test(name))];
      }),
    );

    expect(found).toEqual([
      ["probe-burst", []],
      ["azure/probe", []],
      ["gcp/probe", []],
    ]);
  });
});

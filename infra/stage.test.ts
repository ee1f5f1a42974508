import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { readStage } from "./stage.ts";

const samples = join(import.meta.dirname, "../test/infra/stages");
const folders: string[] = [];
type Yaml = Record<string, unknown> & {
  aws: Record<string, unknown>;
  azure?: Record<string, unknown> & { provers?: { subnetId: string }[] };
  gcp?: Record<string, unknown>;
};

/** A project whose stage `prod` and configuration are the sample ones, changed. */
function aProject({
  stage = (raw: Yaml): object => raw,
  config = (raw: Yaml): object => raw,
}: {
  stage?: (raw: Yaml) => object;
  config?: (raw: Yaml) => object;
} = {}): string {
  const root = mkdtempSync(join(tmpdir(), "skylane-stage-"));
  folders.push(root);
  mkdirSync(join(root, "stages"));
  for (const [file, change] of [
    ["prod.yaml", stage],
    ["skylane.yaml", config],
  ] as const)
    writeFileSync(join(root, "stages", file), stringify(change(parse(readFileSync(join(samples, file), "utf8")))));
  return root;
}

const without =
  (...keys: string[]) =>
  (raw: Yaml): object =>
    Object.fromEntries(Object.entries(raw).filter(([key]) => !keys.includes(key)));

const prover = {
  vpcId: "vpc-01234567",
  regionId: "us-east-1",
  subnetIds: ["subnet-01234567"],
  securityGroupIds: ["sg-01234567"],
};

const complaint = (root: string, stage = "prod"): string => {
  try {
    readStage(stage, root);
  } catch (error) {
    return String(error);
  }
  throw new Error("it was taken");
};

describe("infra/stage", () => {
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it("knows a stage by its two files", () => {
    expect(readStage("prod", aProject())).toMatchObject({
      name: "skylane",
      isKept: true,
      regions: { home: "us-east-1", standby: "us-west-2" },
      providers: {
        aws: { region: "us-east-1", allowedAccountIds: ["111122223333"] },
        gcp: { project: "globalcart-prod", region: "us-central1" },
      },
    });
  });

  it("tells functions whether anything is built, and which networks it can be proven from", () => {
    const intentsOf = (change: Parameters<typeof aProject>[0]) => {
      const { config, configJson } = readStage("prod", aProject(change));
      expect(JSON.parse(configJson).intents).toMatchObject(
        config.intents.provers ? { provers: config.intents.provers } : {},
      );
      return config.intents;
    };

    expect(intentsOf({})).toMatchObject({
      building: "on",
      provers: [
        { networkKey: "aws/vpc-0a1b2c3d4e5f60718", regionId: "us-east-1" },
        { networkKey: "aws/vpc-0a1b2c3d4e5f60719", regionId: "us-west-2" },
        {
          networkKey: expect.stringMatching(/^azure\/\/subscriptions\/.*\/resourcegroups\/shop\/.*\/shop$/),
          regionId: "eastus",
        },
        { networkKey: expect.stringMatching(/\/virtualnetworks\/shop-eu$/), regionId: "westeurope" },
        { networkKey: "gcp/projects/globalcart-prod/global/networks/shop", regionId: "us-east4" },
      ],
    });
    // none at all is not the same as not said: it is known that nobody can measure
    const off = (raw: Yaml) => {
      const none = { provers: [] };
      return {
        ...raw,
        aws: { ...raw.aws, ...none },
        azure: { ...raw.azure, ...none, buildsIn: [] },
        gcp: { ...raw.gcp, ...none },
        provisioning: "off",
      };
    };
    expect(intentsOf({ stage: off })).toMatchObject({ building: "off", provers: [] });
  });

  it("names every other stage after itself, and keeps nothing of it", () => {
    const root = aProject();
    writeFileSync(join(root, "stages/eva.yaml"), readFileSync(join(root, "stages/prod.yaml")));

    expect(readStage("eva", root)).toMatchObject({ name: "skylane-eva", isKept: false });
  });

  it.each<[string, Parameters<typeof aProject>[0], string[]]>([
    ["no account", { stage: (raw) => ({ ...raw, aws: { witnessRegion: "us-east-2" } }) }, ["aws.accountId"]],
    [
      "an account YAML took for a number",
      { stage: (raw) => ({ ...raw, aws: { ...raw.aws, accountId: 111122223333 } }) },
      ["aws.accountId"],
    ],
    ["no witness", { stage: (raw) => ({ ...raw, aws: { accountId: "111122223333" } }) }, ["aws.witnessRegion"]],
    [
      "a witness that is a replica",
      { stage: (raw) => ({ ...raw, aws: { ...raw.aws, witnessRegion: "us-west-2" } }) },
      ["aws.witnessRegion", "third one"],
    ],
    [
      "subnets where Skylane does not run",
      {
        stage: (raw) => ({
          ...raw,
          aws: {
            ...raw.aws,
            probesFrom: { "eu-west-1": { subnetIds: ["subnet-01234567"], securityGroupIds: ["sg-01234567"] } },
          },
        }),
      },
      ["aws.probesFrom.eu-west-1"],
    ],
    [
      "a prover where Skylane's tables are not",
      { stage: (raw) => ({ ...raw, aws: { ...raw.aws, provers: [{ ...prover, regionId: "eu-west-1" }] } }) },
      ["aws.provers[0].regionId", "a prover reads its tables"],
    ],
    [
      "two provers in one network",
      { stage: (raw) => ({ ...raw, aws: { ...raw.aws, provers: [prover, prover] } }) },
      ["aws.provers[1].vpcId", "twice"],
    ],
    [
      "a network that is no VPC",
      { stage: (raw) => ({ ...raw, aws: { ...raw.aws, provers: [{ ...prover, vpcId: "10.1.0.0/16" }] } }) },
      ["aws.provers[0].vpcId", "id of a VPC"],
    ],
    [
      "provers where nothing is built",
      { stage: (raw) => ({ ...raw, provisioning: "off" }) },
      ["aws.provers: is named", "azure.provers: is named", "gcp.provers: is named", "provisioning: on"],
    ],
    [
      "two provers in one virtual network, however it is spelt",
      {
        stage: (raw) => {
          const [{ subnetId = "" } = {}] = raw.azure?.provers ?? [];
          const other = subnetId.replace("/Shop/", "/SHOP/").replace("provers", "others");
          return { ...raw, azure: { ...raw.azure, provers: [{ subnetId }, { subnetId: other }] } };
        },
      },
      ["azure.provers[1]: azure//subscriptions", "twice"],
    ],
    [
      "a subnet that is none, and a network of Google's by its short name",
      {
        stage: (raw) => ({
          ...raw,
          azure: { ...raw.azure, provers: [{ subnetId: "provers" }] },
          gcp: { ...raw.gcp, provers: [{ network: "shop", subnetwork: "provers" }] },
        }),
      },
      ["azure.provers[0].subnetId", "resource id of a subnet", "gcp.provers[0].network", "gcp.provers[0].subnetwork"],
    ],
    [
      "a configuration that says of building what the stage says",
      { config: (raw) => ({ ...raw, intents: { building: "off" } }) },
      ["intents.building", "provisioning of its stage"],
    ],
    [
      "a configuration that names provers itself",
      { config: (raw) => ({ ...raw, intents: { provers: [] } }) },
      ["intents.provers", "aws.provers, azure.provers and gcp.provers of its stage"],
    ],
    [
      "Azure without a tenant",
      {
        stage: (raw) => ({
          ...raw,
          azure: { subscriptionId: "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411", location: "eastus" },
        }),
      },
      ["azure.tenantId"],
    ],
    [
      "accounts without a role in them",
      {
        config: (raw) => ({ ...raw, clouds: { aws: { accounts: [{ id: "111122223333", regions: ["us-east-1"] }] } } }),
      },
      ["clouds.aws.roles", "externalId"],
    ],
    ["Azure in the configuration alone", { stage: without("azure") }, ["azure: is missing", "azure.tenantId"]],
    ["Google Cloud in the configuration alone", { stage: without("gcp") }, ["gcp: is missing", "gcp.projectId"]],
    [
      "a project without its number",
      { stage: (raw) => ({ ...raw, gcp: { projectId: "globalcart-prod", region: "us-central1" } }) },
      ["gcp.projectNumber"],
    ],
    [
      "resource groups to build in where nothing is built",
      { stage: (raw) => ({ ...raw, provisioning: "off" }) },
      ["azure.buildsIn", "provisioning: on"],
    ],
    ["nobody who issues tokens", { stage: without("signIn") }, ["signIn"]],
    [
      "an issuer without TLS",
      { stage: (raw) => ({ ...raw, signIn: { issuerUrl: "http://a.example", audience: "x" } }) },
      ["signIn.issuerUrl"],
    ],
    ["no budget", { stage: without("budgetUsdPerMonth") }, ["budgetUsdPerMonth"]],
    [
      "a budget of the model below nothing",
      { stage: (raw) => ({ ...raw, modelBudgetUsdPerDay: -1 }) },
      ["modelBudgetUsdPerDay"],
    ],
    [
      "a budget of the model in words",
      { stage: (raw) => ({ ...raw, modelBudgetUsdPerDay: "lots" }) },
      ["modelBudgetUsdPerDay"],
    ],
    [
      "a budget of the model in parts of a cent, which its functions would not read",
      { stage: (raw) => ({ ...raw, modelBudgetUsdPerDay: 0.0000001 }) },
      ["modelBudgetUsdPerDay", "whole cents"],
    ],
    ["a key nobody reads", { stage: (raw) => ({ ...raw, buget: 1 }) }, ["buget"]],
  ])("refuses %s, naming the file and the key", (_, change, words) => {
    const said = complaint(aProject(change));

    expect(said).toContain("stages/prod.yaml is not fit for a deployment; nothing was created");
    for (const word of words) expect(said).toContain(word);
  });

  it("says all that is missing at once", () => {
    const said = complaint(aProject({ stage: without("signIn", "budgetUsdPerMonth") }));

    expect(said).toMatch(/signIn[\s\S]*budgetUsdPerMonth/);
  });

  it("refuses a configuration of one Region, naming its file", () => {
    const said = complaint(aProject({ config: without("regions") }));

    expect(said).toMatch(/stages\/skylane\.yaml[\s\S]*regions: is missing/);
  });

  it("says which file to write for a stage that nobody has described", () => {
    expect(complaint(aProject(), "nowhere")).toMatch(/ERR_CONFIG_MISSING: cannot read stages\/nowhere\.yaml/);
  });

  it("says where a stage names a configuration that is not there", () => {
    const said = complaint(aProject({ stage: (raw) => ({ ...raw, config: "gone.yaml" }) }));

    expect(said).toMatch(/cannot read stages\/gone\.yaml; stages\/prod\.yaml names it as config/);
  });

  it("says which file is no YAML", () => {
    const root = aProject();
    writeFileSync(join(root, "stages/prod.yaml"), "aws: [");

    expect(complaint(root)).toContain("stages/prod.yaml is not fit");
  });
});

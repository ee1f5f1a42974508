import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { coreError, explainIssues, parseConfig, type Regions, type SkylaneConfig } from "@skylane/core";
import { parse } from "yaml";
import * as z from "zod";
import { networkKeyOf } from "./arns.ts";
import { findObstacles } from "./find-obstacles.ts";
import { outpostClouds, proverNetworks } from "./outposts.ts";
import { complaintsAboutSignIn, SignIn } from "./sign-in.ts";

/** The stage that `sst install` asks for: it names the providers and deploys nothing. */
export const INSTALL_STAGE = "types";

const AwsRegion = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be an AWS Region, e.g. us-east-2");
const text = z.string().min(1);
/** Where in a VPC a function stands. */
const subnets = {
  subnetIds: z
    .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "must be the id of a subnet"))
    .min(1)
    .max(16),
  securityGroupIds: z.array(z.string().regex(/^sg-[0-9a-f]{8,17}$/, "must be the id of a security group")).min(1),
};

/** What a stage is deployed to: `stages/<stage>.yaml`. Home and standby Region are those of its `skylane.yaml`. */
export const StageSettings = z.strictObject({
  /** Path of skylane.yaml, from the folder of this file. */
  config: text,
  aws: z.strictObject({
    accountId: z.string().regex(/^\d{12}$/, "must be the twelve digits of an AWS account, in quotes"),
    /** The bus lets the accounts of this organization send; absent = only the hub's own account. */
    organizationId: z
      .string()
      .regex(/^o-[a-z0-9]{10,32}$/, "must be the id of an AWS organization, e.g. o-a1b2c3d4e5")
      .optional(),
    /** Third Region of the table with strong consistency: it holds no data and breaks the tie. */
    witnessRegion: AwsRegion,
    /** Issuer of AWS's tokens for other clouds, where the account has it already; absent = this stage switches it on. */
    tokenIssuerUrl: z
      .url({
        protocol: /^https$/,
        hostname: /\.tokens\.sts\.global\.api\.aws$/,
        error: "must be the account's own issuer",
      })
      .optional(),
    /** Where probes leave from, by Region: from these subnets they reach what is private there. Absent = from the Internet. */
    probesFrom: z.record(AwsRegion, z.strictObject(subnets)).prefault({}),
    /** Networks in which a function stands that proves new connections from there; absent = no connection is built without a person. */
    provers: z
      .array(
        z.strictObject({
          vpcId: z.string().regex(/^vpc-[0-9a-f]{8,17}$/, "must be the id of a VPC"),
          regionId: AwsRegion,
          ...subnets,
        }),
      )
      .max(100)
      .default([]),
  }),
  azure: z
    .strictObject({
      tenantId: z.guid(),
      subscriptionId: z.guid(),
      location: text,
      /** Resource groups in which connections may be built, where `provisioning` is on; none unless named. */
      buildsIn: z
        .array(z.string().regex(/^[\w().-]{1,89}[\w()-]$/, "must be the name of a resource group"))
        .default([]),
      /** Subnets of virtual networks in which a function app stands that proves new connections from there, delegated to Microsoft.App/environments. */
      provers: z
        .array(
          z.strictObject({
            subnetId: z
              .string()
              .max(500)
              .regex(
                /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i,
                "must be the resource id of a subnet",
              ),
            /** Where its network is; absent = `azure.location`. */
            location: text.optional(),
          }),
        )
        .max(100)
        .default([]),
      /** App registration whose tokens Azure Monitor shows to relay-alarm; absent = Azure's alarms are not relayed. */
      alarmApp: z.strictObject({ appId: z.guid(), objectId: z.guid() }).optional(),
    })
    .optional(),
  gcp: z
    .strictObject({
      projectId: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "must be the id of a project"),
      projectNumber: z.string().regex(/^\d{6,19}$/, "must be the number of the project, in quotes"),
      region: text,
      /** Networks in which a function stands that proves new connections from there, by Direct VPC egress from a subnetwork. */
      provers: z
        .array(
          z.strictObject({
            network: z
              .string()
              .regex(/^projects\/[^/]+\/global\/networks\/[^/]+$/, "must be such as projects/p/global/networks/n"),
            subnetwork: z
              .string()
              .regex(
                /^projects\/[^/]+\/regions\/[^/]+\/subnetworks\/[^/]+$/,
                "must be such as projects/p/regions/us-central1/subnetworks/s",
              ),
          }),
        )
        .max(100)
        .default([]),
      /** Its administrators are told of the month's budget; absent = no budget at Google. */
      billingAccountId: z
        .string()
        .regex(/^([0-9A-F]{6}-){2}[0-9A-F]{6}$/, "must be the id of a billing account, e.g. 0A1B2C-3D4E5F-678901")
        .optional(),
    })
    .optional(),
  /** Who issues the tokens of people, and for whom: the JWT authorizer of the HTTP API. */
  signIn: SignIn,
  /** on = functions that build may assume the roles that build; off = connections are planned, and nothing can be made. */
  provisioning: z.enum(["on", "off"]).default("off"),
  /** Whose jobs deploy this stage, in the environment of its name, without a key; absent = people do. */
  deploy: z
    .strictObject({
      repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "must be the owner and name of a repository at GitHub"),
      /** The account knows GitHub as an identity provider already. */
      isProviderThere: z.boolean().default(false),
    })
    .optional(),
  alarms: z.strictObject({ email: z.email().optional() }).prefault({}),
  /** on = CloudWatch has a dashboard of each Region, for 3 USD a month; Skylane's own page needs none. */
  dashboard: z.enum(["on", "off"]).default("off"),
  budgetUsdPerMonth: z.number().positive(),
  /** What the model that reads requests may cost in a day (UTC), of both Regions together; 0 = it is never asked, absent = 1. */
  modelBudgetUsdPerDay: z
    .number()
    .min(0)
    .max(10_000)
    .refine((usd) => Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-6, {
      error: "must be US dollars and whole cents",
    })
    .optional(),
});
export type StageSettings = z.infer<typeof StageSettings>;

/** A stage, ready to be deployed: all that was missing has been said. */
export interface DeployedStage {
  readonly stage: string;
  /** First part of every name: `skylane`, or `skylane-<stage>` beside production. */
  readonly name: string;
  /** Production: what holds data outlives its removal. */
  readonly isKept: boolean;
  readonly settings: StageSettings;
  readonly config: SkylaneConfig;
  /** The same as functions carry it, as JSON: what a person wrote, and what the stage says of building. */
  readonly configJson: string;
  readonly regions: Regions;
  /** Arguments of SST's default providers. */
  readonly providers: {
    readonly aws: { readonly region: string; readonly allowedAccountIds: string[] };
    readonly azure?: { readonly tenantId: string; readonly subscriptionId: string; readonly location: string };
    readonly gcp?: { readonly project: string; readonly region: string };
  };
}

/** Where stages are described; another folder by `SKYLANE_STAGES`. */
const stagesFolder = (root: string): string => resolve(root, process.env.SKYLANE_STAGES ?? "stages");

/**
 * A stage by its name, from its files.
 * @throws ERR_CONFIG_MISSING, ERR_CONFIG_INVALID naming the file and each key that is wrong or missing
 */
export function readStage(stage: string, root = process.cwd()): DeployedStage {
  const file = join(stagesFolder(root), `${stage}.yaml`);
  const shown = relative(root, file);
  const parsed = StageSettings.safeParse(
    yamlOf(file, shown, `write it; docs/operations/infrastructure.md lists its keys`),
  );
  if (!parsed.success) throw invalid(shown, explainIssues(parsed.error));
  const settings = parsed.data;
  const configFile = relative(root, resolve(dirname(file), settings.config));
  const written = yamlOf(join(root, configFile), configFile, `${shown} names it as config`);
  parseConfig(written, configFile);
  const deployed = withBuilding(written as object, settings);
  const config = parseConfig(deployed, configFile);
  const { regions } = config;
  if (regions === undefined)
    throw invalid(configFile, "regions: is missing; a deployment runs in two Regions: name home and standby");
  const complaints = [
    ...saidTwice(written as object, configFile),
    ...complaintsAbout(settings, config, regions, configFile),
  ];
  if (complaints.length > 0) throw invalid(shown, complaints.join("\n"));
  const isKept = stage === "prod";
  return {
    stage,
    name: isKept ? "skylane" : `skylane-${stage}`,
    isKept,
    settings,
    config,
    configJson: JSON.stringify(deployed),
    regions,
    providers: {
      // a deployment with the credentials of another account ends before its first resource
      aws: { region: regions.home, allowedAccountIds: [settings.aws.accountId] },
      ...(settings.azure && {
        azure: {
          tenantId: settings.azure.tenantId,
          subscriptionId: settings.azure.subscriptionId,
          location: settings.azure.location,
        },
      }),
      ...(settings.gcp && { gcp: { project: settings.gcp.projectId, region: settings.gcp.region } }),
    },
  };
}

/** The stage, if this machine can deploy it: what stands in the way is said before SST asks a cloud for anything. */
export function checkedStage(stage: string): DeployedStage {
  const obstacles = findObstacles({
    stage,
    nodeVersion: process.versions.node,
    env: process.env,
    hasFile: (path) => existsSync(join(homedir(), path)),
  });
  if (obstacles.length > 0) throw invalid("this machine", obstacles.join("\n"));
  return readStage(stage);
}

type Intents = { readonly intents?: object };

/** A configuration with what its stage says of building: whether anything is, and where it is proven from. */
const withBuilding = (written: Intents, settings: StageSettings): object => ({
  ...written,
  intents: {
    ...written.intents,
    building: settings.provisioning,
    provers: [
      ...settings.aws.provers.map(({ vpcId, regionId, subnetIds }) => ({
        networkKey: networkKeyOf(vpcId),
        regionId,
        subnetIds,
      })),
      ...outpostClouds.flatMap((cloud) =>
        proverNetworks(settings, cloud).map(({ key, regionId, subnetId }) => ({
          networkKey: key,
          regionId,
          subnetIds: [subnetId],
        })),
      ),
    ],
  },
});

/** What a configuration may not say, for its stage does. */
const saidTwice = ({ intents = {} }: Intents, configFile: string): readonly string[] =>
  [
    ["building", "provisioning"],
    ["provers", "aws.provers, azure.provers and gcp.provers"],
  ].flatMap(([key = "", place]) =>
    key in intents
      ? [`${configFile}, intents.${key}: a deployment says it by ${place} of its stage; remove it there`]
      : [],
  );

/** What a stage and its configuration must say together. */
function complaintsAbout(
  { aws, azure, gcp, provisioning, signIn }: StageSettings,
  config: SkylaneConfig,
  regions: Regions,
  configFile: string,
): readonly string[] {
  return [
    ...([regions.home, regions.standby].includes(aws.witnessRegion)
      ? [`aws.witnessRegion: is a Region Skylane runs in (${configFile}); name a third one`]
      : []),
    ...Object.keys(aws.probesFrom)
      .filter((regionId) => ![regions.home, regions.standby].includes(regionId))
      .map((regionId) => `aws.probesFrom.${regionId}: Skylane does not run there (${configFile}); remove it`),
    ...aws.provers.flatMap(({ vpcId, regionId }, i) => [
      ...([regions.home, regions.standby].includes(regionId)
        ? []
        : [
            `aws.provers[${i}].regionId: Skylane does not run there, and a prover reads its tables (${configFile}); remove it`,
          ]),
      ...(aws.provers.findIndex((one) => one.vpcId === vpcId) < i
        ? [`aws.provers[${i}].vpcId: ${vpcId} is there twice; one network has one prover`]
        : []),
    ]),
    ...outpostClouds.flatMap((cloud) =>
      proverNetworks({ azure, gcp }, cloud).flatMap(({ key }, i, all) =>
        all.findIndex((one) => one.key === key) < i
          ? [`${cloud}.provers[${i}]: ${key} is there twice; one network has one prover`]
          : [],
      ),
    ),
    ...Object.entries({ aws, azure, gcp }).flatMap(([cloud, its]) =>
      provisioning === "off" && its !== undefined && its.provers.length > 0
        ? [`${cloud}.provers: is named, and provisioning is off; set provisioning: on, or remove it`]
        : [],
    ),
    ...(config.clouds.aws !== undefined && config.clouds.aws.roles === undefined
      ? [
          `${configFile}, clouds.aws.roles: is missing, and the hub's own role may neither look nor steer; set clouds.aws.roles.externalId (docs/operations/accounts.md)`,
        ]
      : []),
    ...complaintsAboutSignIn(signIn),
    ...(provisioning === "off" && azure !== undefined && azure.buildsIn.length > 0
      ? ["azure.buildsIn: is named, and provisioning is off; set provisioning: on, or remove it"]
      : []),
    ...(config.clouds.azure !== undefined && azure === undefined
      ? [
          `azure: is missing, and ${configFile} has Azure under clouds; set azure.tenantId, azure.subscriptionId, azure.location`,
        ]
      : []),
    ...(config.clouds.gcp !== undefined && gcp === undefined
      ? [
          `gcp: is missing, and ${configFile} has Google Cloud under clouds; set gcp.projectId, gcp.projectNumber, gcp.region`,
        ]
      : []),
  ];
}

function yamlOf(file: string, shown: string, hint: string): unknown {
  let source: string;
  try {
    source = readFileSync(file, "utf8");
  } catch (error) {
    throw coreError("ERR_CONFIG_MISSING", `cannot read ${shown}; ${hint}`, { file: shown }, error);
  }
  try {
    return parse(source);
  } catch (error) {
    throw invalid(shown, error instanceof Error ? error.message : String(error));
  }
}

const invalid = (file: string, what: string) =>
  coreError("ERR_CONFIG_INVALID", `${file} is not fit for a deployment; nothing was created.\n${what}`, { file });

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { coreError, type OutpostName, outposts } from "@skylane/core";
import { CONFIG_FILE } from "./config-file.ts";
import type { DeployedStage, StageSettings } from "./stage.ts";

/** The clouds that have workloads of Skylane's, beside AWS. */
export const outpostClouds = ["azure", "gcp"] as const;
export type OutpostCloud = (typeof outpostClouds)[number];

/** A network that a prover stands in. */
export interface ProverNetwork {
  /** As topology knows it. */
  readonly key: string;
  readonly networkId: string;
  readonly subnetId: string;
  readonly regionId: string;
}

/** A workload as a cloud has it: one of each, and a prover for each network that the stage names. */
export interface Posted {
  readonly id: string;
  readonly outpost: OutpostName;
  /** Where it stands, if it is a prover. */
  readonly network?: ProverNetwork;
}

/** Every workload that the stage has in a cloud, each with an identity, a role and rights of its own. */
export const postedIn = ({ settings }: { readonly settings: StageSettings }, cloud: OutpostCloud): readonly Posted[] =>
  (Object.keys(outposts) as OutpostName[]).flatMap((outpost): readonly Posted[] => {
    if (!("proves" in outposts[outpost])) return [{ id: outpost, outpost }];
    return proverNetworks(settings, cloud).map((network) => ({
      id: `${outpost}-${createHash("sha256").update(network.key).digest("hex").slice(0, 5)}`,
      outpost,
      network,
    }));
  });

/** Networks that the stage names for provers in a cloud. Azure ignores case, and topology writes lower. */
export const proverNetworks = (
  { azure, gcp }: Pick<StageSettings, "azure" | "gcp">,
  cloud: OutpostCloud,
): readonly ProverNetwork[] =>
  cloud === "azure"
    ? (azure?.provers ?? []).map(({ subnetId, location }) => {
        const networkId = subnetId.slice(0, subnetId.lastIndexOf("/subnets/"));
        const regionId = location ?? azure?.location ?? "";
        return { key: `azure/${networkId.toLowerCase()}`, networkId, subnetId, regionId };
      })
    : (gcp?.provers ?? []).map(({ network, subnetwork }) => ({
        key: `gcp/${network}`,
        networkId: network,
        subnetId: subnetwork,
        regionId: /\/regions\/([^/]+)\//.exec(subnetwork)?.[1] ?? "",
      }));

/** Role in AWS of a workload in another cloud. */
export const outpostRole = ({ name }: DeployedStage, cloud: OutpostCloud, id: string): string =>
  `${name}-${cloud}-${id}`;

/** ARN of a role of the hub's account by its name. */
export const roleArn = ({ settings }: DeployedStage, role: string): string =>
  `arn:aws:iam::${settings.aws.accountId}:role/${role}`;

/** What a workload's token must be made out to, for AWS to take it. Azure's is the URI of an app registration of the tenant. */
export function hubAudience({ name, settings }: DeployedStage, cloud: OutpostCloud): string {
  if (cloud === "gcp") return `${name}-aws`;
  return `api://${settings.azure?.tenantId}/${name}-aws`;
}

/** Where each cloud unpacks a package. */
const PACKAGE_FOLDER: Readonly<Record<OutpostCloud, string>> = { azure: "/home/site/wwwroot", gcp: "/workspace" };

/** What a workload is told by its environment: where the hub is, and who it becomes there. No secret is among it. */
export const outpostEnvironment = (
  stage: DeployedStage,
  cloud: OutpostCloud,
  { id, network }: Posted,
): Readonly<Record<string, string>> => ({
  SKYLANE_NAME: stage.name,
  SKYLANE_CONFIG: `${PACKAGE_FOLDER[cloud]}/${CONFIG_FILE}`,
  AWS_REGION: stage.regions.home,
  AWS_ACCOUNT_ID: stage.settings.aws.accountId,
  SKYLANE_AWS_ROLE_ARN: roleArn(stage, outpostRole(stage, cloud, id)),
  SKYLANE_AWS_AUDIENCE: hubAudience(stage, cloud),
  SKYLANE_AWS_TOKEN_FROM: cloud === "azure" ? "azure" : "google",
  ...(network && { SKYLANE_PROVES_FROM: network.key }),
});

/**
 * The package of a workload, as `npm run artefacts` has made it for this stage.
 * @throws ERR_CONFIG_MISSING where it was not made
 */
export function artefactOf({ stage }: DeployedStage, cloud: OutpostCloud, outpost: OutpostName): string {
  const file = join(process.cwd(), ".artefacts", stage, `${cloud}-${outpost}.zip`);
  if (existsSync(file)) return file;
  throw coreError("ERR_CONFIG_MISSING", `there is no ${file}; make it with npm run artefacts -- --stage ${stage}`, {
    file,
  });
}

/** An id in the form that Azure wants for what it lets us name, the same for the same words. */
export function guidOf(words: string): string {
  const hex = createHash("sha256").update(words).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { coreError, type OutpostName, outposts } from "@skylane/core";
import { CONFIG_FILE } from "./config-file.ts";
import type { DeployedStage } from "./stage.ts";

/** The clouds that have workloads of Skylane's, beside AWS. */
export const outpostClouds = ["azure", "gcp"] as const;
export type OutpostCloud = (typeof outpostClouds)[number];

/** Every workload with its name. */
export const outpostNames = Object.keys(outposts) as OutpostName[];

/** Role in AWS of a workload in another cloud. */
export const outpostRole = ({ name }: DeployedStage, cloud: OutpostCloud, outpost: OutpostName): string =>
  `${name}-${cloud}-${outpost}`;

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
  outpost: OutpostName,
): Readonly<Record<string, string>> => ({
  SKYLANE_NAME: stage.name,
  SKYLANE_CONFIG: `${PACKAGE_FOLDER[cloud]}/${CONFIG_FILE}`,
  AWS_REGION: stage.regions.home,
  AWS_ACCOUNT_ID: stage.settings.aws.accountId,
  SKYLANE_AWS_ROLE_ARN: roleArn(stage, outpostRole(stage, cloud, outpost)),
  SKYLANE_AWS_AUDIENCE: hubAudience(stage, cloud),
  SKYLANE_AWS_TOKEN_FROM: cloud === "azure" ? "azure" : "google",
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

import * as z from "zod";
import type { FunctionName, WorkflowName } from "./manifest.ts";

/** What a deployment is called; several may stand in one account, and the longest name made of it must fit into Lambda's 64. */
export const DeploymentName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "must be lower-case words joined by hyphens, such as skylane-dev")
  .max(32);

/** What the parts of a deployment are called. */
export interface DeploymentNames {
  readonly bus: string;
  readonly stateTable: string;
  readonly coordTable: string;
  /** Where pre-shared keys of tunnels are, as parameters of SSM: Skylane makes them, and puts nothing else there. */
  readonly presharedKeysPath: string;
  /** The key of each Region that its secrets are encrypted by, as KMS knows it by name. */
  readonly keyAlias: string;
  /** The bucket of the page in one Region: names of buckets are one space for everybody. */
  readonly siteBucketOf: (accountId: string, regionId: string) => string;
  readonly functionOf: (name: FunctionName) => string;
  /** The function that proves from inside this network; of none, the one that reaches all. */
  readonly proverOf: (networkKey: string | undefined) => string;
  readonly workflowOf: (name: WorkflowName) => string;
}

/** The names of everything that is found by its name, in the deployment of this name. */
export const deploymentNames = (name: string): DeploymentNames => ({
  bus: name,
  stateTable: `${name}-state`,
  coordTable: `${name}-coord`,
  presharedKeysPath: `/${name}/preshared-keys`,
  keyAlias: `alias/${name}`,
  siteBucketOf: (accountId, regionId) => `${name}-site-${accountId}-${regionId}`,
  functionOf: (one) => `${name}-${one}`,
  proverOf: (key) =>
    key === undefined ? `${name}-prove-from-here` : `${name}-prove-${key.slice(key.indexOf("/") + 1)}`,
  workflowOf: (one) => `${name}-${one}`,
});

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type OutpostName, outposts } from "@skylane/core";
import { artefactOf, outpostEnvironment, outpostNames } from "./outposts.ts";
import type { DeployedStage } from "./stage.ts";

/** The newest that Cloud Run functions are known to take. */
const RUNTIME = "nodejs22";

/** Functions of a project by name, as whom they run, and who may call them. */
export interface GcpFunctions {
  readonly services: Readonly<Record<string, gcp.cloudfunctionsv2.Function>>;
  readonly accounts: Readonly<Record<OutpostName, gcp.serviceaccount.Account>>;
  /** Calls them for Cloud Scheduler and Pub/Sub, and may do nothing else. */
  readonly caller: gcp.serviceaccount.Account;
}

/** A Cloud Run function for each function of each workload: from within the project only, and only for the one caller. */
export function createGcpFunctions(stage: DeployedStage, projectId: string, region: string): GcpFunctions {
  const bucket = new gcp.storage.Bucket("GcpCode", {
    name: `${projectId}-${stage.name}-code`,
    location: region,
    uniformBucketLevelAccess: true,
    publicAccessPrevention: "enforced",
    forceDestroy: true, // it holds nothing that is not built again
  });
  const caller = new gcp.serviceaccount.Account("GcpCaller", {
    accountId: `${stage.name}-caller`,
    displayName: "Calls Skylane's functions",
  });
  const services: Record<string, gcp.cloudfunctionsv2.Function> = {};
  const accounts: Partial<Record<OutpostName, gcp.serviceaccount.Account>> = {};
  for (const outpost of outpostNames) {
    const account = new gcp.serviceaccount.Account(`Gcp-${outpost}-Account`, {
      accountId: `${stage.name}-${outpost}`,
      displayName: `Skylane's ${outpost}`,
    });
    accounts[outpost] = account;
    const file = artefactOf(stage, "gcp", outpost);
    const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
    const code = new gcp.storage.BucketObject(`Gcp-${outpost}-Code`, {
      bucket: bucket.name,
      name: `${outpost}-${hash}.zip`, // another name for other code, or the function is not built again
      source: $asset(file),
    });
    for (const name of outposts[outpost].functions)
      services[name] = createFunction({ stage, region, outpost, name, account, bucket, code, caller });
  }
  return { services, accounts: accounts as GcpFunctions["accounts"], caller };
}

function createFunction({
  stage,
  region,
  outpost,
  name,
  account,
  bucket,
  code,
  caller,
}: {
  readonly stage: DeployedStage;
  readonly region: string;
  readonly outpost: OutpostName;
  readonly name: string;
  readonly account: gcp.serviceaccount.Account;
  readonly bucket: gcp.storage.Bucket;
  readonly code: gcp.storage.BucketObject;
  readonly caller: gcp.serviceaccount.Account;
}) {
  const { memoryMb, timeoutSeconds } = outposts[outpost];
  const made = new gcp.cloudfunctionsv2.Function(`Gcp-${name}`, {
    name: `${stage.name}-${name}`,
    location: region,
    buildConfig: {
      runtime: RUNTIME,
      entryPoint: name,
      source: { storageSource: { bucket: bucket.name, object: code.name } },
    },
    serviceConfig: {
      serviceAccountEmail: account.email,
      availableMemory: `${memoryMb}M`,
      timeoutSeconds,
      maxInstanceCount: 2, // a burst that is late may overlap with the next
      maxInstanceRequestConcurrency: 1,
      ingressSettings: "ALLOW_INTERNAL_ONLY",
      allTrafficOnLatestRevision: true,
      environmentVariables: outpostEnvironment(stage, "gcp", outpost),
    },
  });
  new gcp.cloudrunv2.ServiceIamMember(`Gcp-${name}-Caller`, {
    name: made.name,
    location: region,
    role: "roles/run.invoker",
    member: $interpolate`serviceAccount:${caller.email}`,
  });
  return made;
}

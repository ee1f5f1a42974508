import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { outposts } from "@skylane/core";
import { artefactOf, outpostEnvironment, type Posted, postedIn } from "./outposts.ts";
import type { DeployedStage } from "./stage.ts";

/** The newest that Cloud Run functions are known to take. */
const RUNTIME = "nodejs22";

/** Functions of a project by name, as whom they run, and who may call them. */
export interface GcpFunctions {
  readonly services: Readonly<Record<string, gcp.cloudfunctionsv2.Function>>;
  readonly accounts: Readonly<Record<string, gcp.serviceaccount.Account>>;
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
  const accounts: Record<string, gcp.serviceaccount.Account> = {};
  const codes = new Map<string, gcp.storage.BucketObject>();
  for (const posted of postedIn(stage, "gcp")) {
    const { id, outpost } = posted;
    const account = new gcp.serviceaccount.Account(`Gcp-${id}-Account`, {
      accountId: `${stage.name}-${id}`,
      displayName: `Skylane's ${id}`,
    });
    accounts[id] = account;
    const code = codes.get(outpost) ?? createCode(stage, bucket, outpost);
    codes.set(outpost, code);
    const made = { stage, region, posted, account, bucket, code, caller };
    for (const entryPoint of outposts[outpost].functions) {
      const name = posted.network ? id : entryPoint;
      services[name] = createFunction({ ...made, name, entryPoint });
    }
  }
  return { services, accounts, caller };
}

function createCode(stage: DeployedStage, bucket: gcp.storage.Bucket, outpost: Posted["outpost"]) {
  const file = artefactOf(stage, "gcp", outpost);
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
  return new gcp.storage.BucketObject(`Gcp-${outpost}-Code`, {
    bucket: bucket.name,
    name: `${outpost}-${hash}.zip`, // another name for other code, or the function is not built again
    source: $asset(file),
  });
}

function createFunction({
  stage,
  region,
  posted,
  name,
  entryPoint,
  account,
  bucket,
  code,
  caller,
}: {
  readonly stage: DeployedStage;
  readonly region: string;
  readonly posted: Posted;
  readonly name: string;
  readonly entryPoint: string;
  readonly account: gcp.serviceaccount.Account;
  readonly bucket: gcp.storage.Bucket;
  readonly code: gcp.storage.BucketObject;
  readonly caller: gcp.serviceaccount.Account;
}) {
  const { network } = posted;
  const { memoryMb, timeoutSeconds } = outposts[posted.outpost];
  const location = network?.regionId ?? region;
  const made = new gcp.cloudfunctionsv2.Function(`Gcp-${name}`, {
    name: `${stage.name}-${name}`,
    location,
    buildConfig: {
      runtime: RUNTIME,
      entryPoint,
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
      environmentVariables: outpostEnvironment(stage, "gcp", posted),
      // what is private goes into the network; AWS and Google's own are asked past it
      ...(network && {
        directVpcNetworkInterfaces: [{ network: network.networkId, subnetwork: network.subnetId }],
        directVpcEgress: "VPC_EGRESS_PRIVATE_RANGES_ONLY",
      }),
    },
  });
  new gcp.cloudrunv2.ServiceIamMember(`Gcp-${name}-Caller`, {
    name: made.name,
    location,
    role: "roles/run.invoker",
    member: $interpolate`serviceAccount:${caller.email}`,
  });
  return made;
}

import type { CloudContext } from "@skylane/clouds";
import type { Estate } from "@skylane/twin";
import type { ProvisionedTwin } from "../provisioned-twin.ts";
import type { ProvisionerCase } from "../provisioner-contract.ts";
import { awsRows } from "./aws.ts";
import { azureRows } from "./azure.ts";
import { gcpRows } from "./gcp.ts";
import { onpremRows } from "./onprem.ts";

/** What is made of a cloud to hold its provisioners to the contract: a world, how to speak to it, and a case for each kind. */
export interface ProvisionerRows {
  readonly cloud: string;
  /** Variables that the vendor's SDK wants, in a world at that address. */
  readonly env: (url: string) => Readonly<Record<string, string>>;
  readonly context: (url: string) => CloudContext;
  readonly estate: () => Estate;
  /** Proofs look into the world of their moment. */
  readonly cases: (lab: () => ProvisionedTwin) => readonly ProvisionerCase[];
}

/** Every cloud in which something is made. */
export const allRows: readonly ProvisionerRows[] = [awsRows, azureRows, gcpRows, onpremRows];

/** A key for every secret that is named. */
export const keyOf = async (name: string): Promise<string> =>
  `not.a.secret.but.long.enough.${name.replaceAll("-", ".")}`;

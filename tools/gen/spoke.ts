import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { spokeStack } from "../../infra/spoke/aws/stack.ts";
import { azureAccount } from "../../infra/spoke/azure/account.ts";
import { azureIdentity } from "../../infra/spoke/azure/identity.ts";
import { gcpAccount } from "../../infra/spoke/gcp/account.ts";
import { gcpIdentity } from "../../infra/spoke/gcp/identity.ts";

/** infra/spoke/aws/template.json: what an AWS account launches. CDK writes to a folder whatever it is asked for. */
const awsTemplate = (): object => {
  const outdir = mkdtempSync(join(tmpdir(), "skylane-spoke-"));
  try {
    return Template.fromStack(spokeStack(new App({ analyticsReporting: false, outdir }))).toJSON();
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

/** The templates that customers launch in their accounts, by file. */
export const spokeFiles = (): Readonly<Record<string, string>> => ({
  "infra/spoke/aws/template.json": jsonOf(awsTemplate()),
  "infra/spoke/azure/account.json": jsonOf(azureAccount()),
  "infra/spoke/azure/identity.json": jsonOf(azureIdentity()),
  "infra/spoke/gcp/account/main.tf.json": jsonOf(gcpAccount()),
  "infra/spoke/gcp/identity/main.tf.json": jsonOf(gcpIdentity()),
});

const jsonOf = (template: object): string => `${JSON.stringify(template, null, 1)}\n`;

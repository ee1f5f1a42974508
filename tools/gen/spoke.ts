import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { spokeStack } from "../../infra/spoke/aws/stack.ts";

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
  "infra/spoke/aws/template.json": `${JSON.stringify(awsTemplate(), null, 1)}\n`,
});

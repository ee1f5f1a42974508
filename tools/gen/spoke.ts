import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** infra/spoke/aws/template.json: what an AWS account launches. CDK writes to a folder whatever it is asked for. */
async function awsTemplate(): Promise<object> {
  const [{ App }, { Template }, { spokeStack }] = await Promise.all([
    import("aws-cdk-lib"),
    import("aws-cdk-lib/assertions"),
    import("../../infra/spoke/aws/stack.ts"),
  ]);
  const outdir = mkdtempSync(join(tmpdir(), "skylane-spoke-"));
  try {
    return Template.fromStack(spokeStack(new App({ analyticsReporting: false, outdir }))).toJSON();
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The templates that customers launch in their accounts, by file; they are made of the policies, which are written before. */
export const spokeFiles: Readonly<Record<string, () => Promise<string>>> = {
  "infra/spoke/aws/template.json": async () => jsonOf(await awsTemplate()),
  "infra/spoke/azure/account.json": async () =>
    jsonOf((await import("../../infra/spoke/azure/account.ts")).azureAccount()),
  "infra/spoke/azure/identity.json": async () =>
    jsonOf((await import("../../infra/spoke/azure/identity.ts")).azureIdentity()),
  "infra/spoke/gcp/account/main.tf.json": async () =>
    jsonOf((await import("../../infra/spoke/gcp/account.ts")).gcpAccount()),
  "infra/spoke/gcp/identity/main.tf.json": async () =>
    jsonOf((await import("../../infra/spoke/gcp/identity.ts")).gcpIdentity()),
};

const jsonOf = (template: object): string => `${JSON.stringify(template, null, 1)}\n`;

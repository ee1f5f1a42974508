import type { CloudContext } from "@skylane/clouds";
import type { AzureIdentity, GcpIdentity } from "@skylane/clouds/identity";
import { coreError, DeploymentName, type DeploymentNames, deploymentNames, explainIssues } from "@skylane/core";
import * as z from "zod";
import type { AwsIdentity } from "./identity/aws-credentials.ts";
import { identitiesOf, identityVariables, mustBeWhole } from "./identity/identity-settings.ts";

/** What the process is told by its environment; read once, here and nowhere else. */
const Variables = z.object({
  ...identityVariables,
  /** The configuration file. */
  SKYLANE_CONFIG: z.string().min(1).default("skylane.yaml"),
  /** What the deployment is called; its bus, tables, functions and workflows are named after it. */
  SKYLANE_NAME: DeploymentName.default("skylane"),
  /** Where secrets are, as parameters of SSM, such as `/skylane/secrets`; unset = in the environment, `SKYLANE_SECRET_<NAME>`. */
  SKYLANE_SECRETS_PATH: z
    .string()
    .regex(/^(\/[\w.-]+)+$/, "must be a path such as /skylane/secrets")
    .optional(),
  /** Cedar's WebAssembly, where it is not in its package: beside a bundle. */
  SKYLANE_CEDAR_FILE: z.string().min(1).optional(),
  AWS_REGION: z.string().min(1).default("us-east-1"),
  AWS_ACCOUNT_ID: z.string().min(1).default("000000000000"),
  /** SOCKS5 proxy for probes and proof requests, whose user name is the source address; the usual variable of curl and others. */
  ALL_PROXY: z.url({ protocol: /^socks5h?$/, error: "must be socks5://host:port" }).optional(),
  SKYLANE_ROUTER_GATEWAY_URL: z.url().optional(),
  /** Control planes that are not at the vendor's public address; AWS has its own AWS_ENDPOINT_URL. */
  SKYLANE_ENDPOINT_AZURE: z.url().optional(),
  SKYLANE_ENDPOINT_GCP: z.url().optional(),
  SKYLANE_ENDPOINT_OCI: z.url().optional(),
  /** Slack's Web API, where it is not Slack's own. */
  SKYLANE_ENDPOINT_SLACK: z.url().default("https://slack.com/api/"),
  /** EventBridge and the parameter store of the other Region Skylane runs in, if they are not at their public addresses. */
  SKYLANE_ENDPOINT_OTHER_REGION: z.url().optional(),
  /** Lambda of the functions that prove from inside networks, if it is not at its public address. */
  SKYLANE_ENDPOINT_PROVERS: z.url().optional(),
  /** Key of the network that this function proves connections from, where it is a prover outside of AWS. */
  SKYLANE_PROVES_FROM: z.string().min(1).max(600).optional(),
  /** Path under which the page finds a lab's fault API; unset on a real estate. */
  SKYLANE_LAB_PATH: z.string().startsWith("/").optional(),
  /** The model that puts facts into words, where ANTHROPIC_API_KEY is set. The smallest: it rewords, it decides nothing. */
  SKYLANE_MODEL: z.string().min(1).default("claude-haiku-5-5"),
  ANTHROPIC_BASE_URL: z.url({ protocol: /^https?$/, error: "must be a URL with http or https" }).optional(),
  /** What the model may cost in a day (UTC); 0 = it is never asked. */
  SKYLANE_MODEL_BUDGET_USD_PER_DAY: z
    .string()
    .regex(/^\d{1,5}(\.\d{1,6})?$/, "must be an amount of US dollars, such as 1 or 0.25")
    .transform(Number)
    .default(1),
});
const Settings = Variables.superRefine(mustBeWhole);

/** The environment, checked. */
export interface RuntimeSettings {
  readonly configFile: string;
  readonly names: DeploymentNames;
  readonly secretsPath: string | undefined;
  readonly cedarFile: string | undefined;
  readonly regionId: string;
  readonly accountId: string;
  readonly proxy: { readonly host: string; readonly port: number } | undefined;
  readonly cloudContext: CloudContext;
  readonly otherRegionUrl: string | undefined;
  readonly proversUrl: string | undefined;
  /** Key of the network that a prover outside of AWS stands in. */
  readonly provesFrom: string | undefined;
  /** Who this process becomes in AWS, where it runs outside of it; absent = whoever the SDK's own chain of credentials says. */
  readonly awsIdentity: AwsIdentity | undefined;
  readonly azureIdentity: AzureIdentity | undefined;
  readonly gcpIdentity: GcpIdentity | undefined;
  /** Role that those identities trust; absent = the function's own. */
  readonly federationRoleArn: string | undefined;
  readonly labPath: string | undefined;
  /** Slack's Web API; ends in a slash. */
  readonly slackUrl: string;
  /** The model that puts facts into words, and what it may cost. */
  readonly model: { readonly id: string; readonly baseUrl: string | undefined; readonly dailyBudgetUsd: number };
  /** The key to the model from `ANTHROPIC_API_KEY`, a function so that it is in no copy of the settings; `undefined` if it is not set. */
  modelKey(): string | undefined;
  /** A secret of the environment, e.g. `slack-webhook` from `SKYLANE_SECRET_SLACK_WEBHOOK`; `undefined` if it is not set. */
  secret(name: string): string | undefined;
}

/** Reads and checks the environment. @throws ERR_CONFIG_INVALID naming each variable and its rule */
export function loadSettings(env: NodeJS.ProcessEnv = process.env): RuntimeSettings {
  const parsed = Settings.safeParse(env);
  if (!parsed.success)
    throw coreError("ERR_CONFIG_INVALID", `the environment is not valid.\n${explainIssues(parsed.error)}`);
  const { ALL_PROXY, SKYLANE_ENDPOINT_AZURE, SKYLANE_ENDPOINT_GCP, SKYLANE_ENDPOINT_OCI } = parsed.data;
  const proxyUrl = ALL_PROXY === undefined ? undefined : new URL(ALL_PROXY);
  return Object.freeze({
    configFile: parsed.data.SKYLANE_CONFIG,
    names: deploymentNames(parsed.data.SKYLANE_NAME),
    secretsPath: parsed.data.SKYLANE_SECRETS_PATH,
    cedarFile: parsed.data.SKYLANE_CEDAR_FILE,
    regionId: parsed.data.AWS_REGION,
    accountId: parsed.data.AWS_ACCOUNT_ID,
    proxy: proxyUrl && { host: proxyUrl.hostname, port: Number(proxyUrl.port || 1080) },
    cloudContext: {
      routerGatewayUrl: parsed.data.SKYLANE_ROUTER_GATEWAY_URL,
      endpoints: {
        ...(SKYLANE_ENDPOINT_AZURE !== undefined && { azure: SKYLANE_ENDPOINT_AZURE }),
        ...(SKYLANE_ENDPOINT_GCP !== undefined && { gcp: SKYLANE_ENDPOINT_GCP }),
        ...(SKYLANE_ENDPOINT_OCI !== undefined && { oci: SKYLANE_ENDPOINT_OCI }),
      },
    },
    otherRegionUrl: parsed.data.SKYLANE_ENDPOINT_OTHER_REGION,
    proversUrl: parsed.data.SKYLANE_ENDPOINT_PROVERS,
    provesFrom: parsed.data.SKYLANE_PROVES_FROM,
    ...identitiesOf(parsed.data),
    labPath: parsed.data.SKYLANE_LAB_PATH,
    slackUrl: parsed.data.SKYLANE_ENDPOINT_SLACK.replace(/\/?$/, "/"),
    model: {
      id: parsed.data.SKYLANE_MODEL,
      baseUrl: parsed.data.ANTHROPIC_BASE_URL,
      dailyBudgetUsd: parsed.data.SKYLANE_MODEL_BUDGET_USD_PER_DAY,
    },
    modelKey: () => env.ANTHROPIC_API_KEY?.trim() || undefined,
    secret: (name: string) => env[`SKYLANE_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}`],
  });
}

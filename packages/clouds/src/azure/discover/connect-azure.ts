import { NetworkManagementClient } from "@azure/arm-network";
import { ResourceManagementClient } from "@azure/arm-resources";
import {
  bearerTokenAuthenticationPolicyName,
  type HttpClient,
  type Pipeline,
  type PipelinePolicy,
} from "@azure/core-rest-pipeline";
import type { DefaultAzureCredential } from "@azure/identity";
import type { Federation } from "../../_shared/identity/federation.ts";
import { completeReferences } from "./complete-references.ts";

/** Clients of one subscription. */
export interface AzureClients {
  readonly network: NetworkManagementClient;
  readonly resources: ResourceManagementClient;
}

type Credential = Pick<DefaultAzureCredential, "getToken">;

/** What decides how Azure is reached and who asks. */
export interface AzureAccess {
  /** Resource Manager's address; the public cloud's by default. */
  readonly endpoint: string | undefined;
  /**
   * `AZURE_ACCESS_TOKEN` is used if it is set (`az account get-access-token`), else the federated identity if there is one,
   * else the vendor's default chain of credentials.
   */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly federation?: Federation | undefined;
  readonly httpClient?: HttpClient | undefined;
}

/** Where a token for the public cloud is good; a private endpoint or a proxy of it wants the same. */
const PUBLIC_AUDIENCE = "https://management.azure.com";
const SOVEREIGN_HOSTS = ["management.usgovcloudapi.net", "management.chinacloudapi.cn"];
/** Throttled calls wait as long as Retry-After says, so many times. */
const MAX_RETRIES = 8;

/** The credentials could not be used at all. */
export class AzureSignInError extends Error {
  override readonly name = "AzureSignInError";
}

/**
 * Makes clients, after having got a token once. A plain-http endpoint gets the token of `AZURE_ACCESS_TOKEN` only: what a
 * sign-in is worth is not sent unencrypted. @throws AzureSignInError
 */
export async function connectAzure(access: AzureAccess): Promise<(subscriptionId: string) => AzureClients> {
  const endpoint = (access.endpoint ?? PUBLIC_AUDIENCE).replace(/\/+$/, "");
  const isPlain = endpoint.startsWith("http://");
  const audience = SOVEREIGN_HOSTS.includes(new URL(endpoint).hostname) ? endpoint : PUBLIC_AUDIENCE;
  const credential = await credentialOf(access, isPlain);
  await firstToken(credential, `${audience}/.default`);
  return (subscriptionId) => {
    const common = {
      endpoint,
      allowInsecureConnection: isPlain,
      retryOptions: { maxRetries: MAX_RETRIES },
      ...(access.httpClient && { httpClient: access.httpClient }),
    };
    const network = new NetworkManagementClient(credential, subscriptionId, {
      ...common,
      credentials: { scopes: [`${audience}/.default`] },
    });
    const resources = new ResourceManagementClient(credential, subscriptionId, {
      ...common,
      $host: endpoint,
      credentialScopes: `${audience}/.default`,
    });
    network.pipeline.addPolicy(completeReferences);
    for (const { pipeline } of [network, resources]) pipeline.addPolicy(keepToEndpoint(endpoint));
    if (isPlain) for (const { pipeline } of [network, resources]) signPlainly(pipeline, credential, endpoint);
    return { network, resources };
  };
}

async function credentialOf(
  { environment, federation, httpClient }: AzureAccess,
  isPlain: boolean,
): Promise<Credential> {
  const token = environment.AZURE_ACCESS_TOKEN;
  if (token) return { getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  if (isPlain) throw new AzureSignInError("AZURE_ACCESS_TOKEN is not set, and nothing else is sent to a http endpoint");
  if (federation?.azure) {
    const { federatedCredential } = await import("./federated-credential.ts");
    return federatedCredential(federation, federation.azure, httpClient);
  }
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential();
}

async function firstToken(credential: Credential, scope: string): Promise<void> {
  try {
    await credential.getToken(scope);
  } catch (cause) {
    throw new AzureSignInError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * Sends everything to the endpoint. Links in answers (next pages, where a slow read is asked after) name the public address
 * even behind a proxy or a private endpoint, and are led back to it; a link to anywhere else would take the token there.
 */
function keepToEndpoint(endpoint: string): PipelinePolicy {
  return {
    name: "keepToEndpoint",
    async sendRequest(request, next) {
      if (request.url.startsWith(`${PUBLIC_AUDIENCE}/`))
        request.url = `${endpoint}${request.url.slice(PUBLIC_AUDIENCE.length)}`;
      if (!request.url.startsWith(`${endpoint}/`))
        throw new Error(`Azure answered with a link to ${hostOf(request.url)}, which is not followed`);
      return next(request);
    },
  };
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "nowhere");

/** The SDK's own policy refuses plain http; this one signs there. */
function signPlainly(pipeline: Pipeline, credential: Credential, endpoint: string): void {
  const policy: PipelinePolicy = {
    name: "plainHttpBearer",
    async sendRequest(request, next) {
      request.headers.set("authorization", `Bearer ${(await credential.getToken(endpoint)).token}`);
      request.allowInsecureConnection = true;
      return next(request);
    },
  };
  pipeline.removePolicy({ name: bearerTokenAuthenticationPolicyName });
  pipeline.addPolicy(policy, { phase: "Sign" });
}

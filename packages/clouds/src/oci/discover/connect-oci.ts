import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import common from "oci-common";
import core from "oci-core";
import { OciConfigError } from "./oci-failure.ts";
import { type Patience, patientHttp, sendPatiently } from "./patient-http.ts";

/** Clients of one Region. */
export interface RegionClients {
  readonly network: InstanceType<typeof core.VirtualNetworkClient>;
  readonly compute: InstanceType<typeof core.ComputeClient>;
}

/** A tenancy that can be asked. */
export interface OciAccess {
  readonly tenancyId: string;
  /** Region of the configuration file; identity is asked there. */
  readonly regionId: string;
  /** A client of another of the SDK's packages: steering does without. */
  readonly clientOf: <T extends Addressed>(Client: ClientClass<T>, regionId: string) => T;
  readonly inRegion: (regionId: string) => RegionClients;
  /** A signed GET of a service that has no client here, e.g. `objectstorage`. @throws what the SDK throws */
  readonly get: (service: string, regionId: string, path: string) => Promise<Response>;
}

/** What every client of the SDK can be told. */
interface Addressed {
  endpoint: string;
  regionId: string;
}

type ClientClass<T extends Addressed> = new (
  params: { readonly httpClient: ReturnType<typeof patientHttp> },
  configuration: common.ClientConfiguration,
) => T;

/**
 * Reads the configuration file of Oracle's tools: `OCI_CONFIG_FILE`, else `~/.oci/config`; profile `OCI_CONFIG_PROFILE`, else
 * `DEFAULT`. `endpoint` is one address for all Regions: the Region is its last path segment. Sends nothing.
 * @throws OciConfigError
 */
export function connectOci(
  environment: Readonly<Record<string, string | undefined>>,
  endpoint: string | undefined,
  patience: Patience,
): OciAccess {
  const { provider, regionId } = configured(environment);
  const signer = signerOf(provider);
  // the clients take a signer or an HTTP client, not both; ours signs
  const params = { httpClient: patientHttp(signer, patience) };
  const configuration = {
    retryConfiguration: common.NoRetryConfigurationDetails,
    // it would answer for the server after a few throttled calls
    circuitBreaker: new common.CircuitBreaker({ disableClientCircuitBreaker: true }),
  };
  const behind = (region: string): string | undefined =>
    endpoint === undefined ? undefined : `${endpoint.replace(/\/+$/, "")}/${region}`;
  const clientOf = <T extends Addressed>(Client: ClientClass<T>, region: string): T => {
    const client = new Client(params, configuration);
    const at = behind(region);
    if (at === undefined) client.regionId = region;
    else client.endpoint = at;
    return client;
  };
  return {
    tenancyId: provider.getTenantId(),
    regionId,
    clientOf,
    inRegion: (region) => ({
      network: clientOf(core.VirtualNetworkClient, region),
      compute: clientOf(core.ComputeClient, region),
    }),
    get: (service, region, path) =>
      sendPatiently(signer, patience, {
        method: "GET",
        headers: new Headers({ accept: "*/*" }),
        uri: `${behind(region) ?? publicAddress(service, region)}${path}`,
      }),
  };
}

const publicAddress = (service: string, regionId: string): string =>
  common.EndpointBuilder.createEndpointFromRegionId(`https://${service}.{region}.{secondLevelDomain}`, regionId);

type Provider = InstanceType<typeof common.ConfigFileAuthenticationDetailsProvider>;

function configured(environment: Readonly<Record<string, string | undefined>>): {
  readonly provider: Provider;
  readonly regionId: string;
} {
  const path = environment.OCI_CONFIG_FILE || join(homedir(), ".oci", "config");
  const profile = environment.OCI_CONFIG_PROFILE || "DEFAULT";
  if (!existsSync(path)) throw new OciConfigError(`there is no configuration file at ${path}`);
  try {
    const provider = new common.ConfigFileAuthenticationDetailsProvider(path, profile);
    return { provider, regionId: provider.getRegion().regionId };
  } catch (cause) {
    throw new OciConfigError(`profile ${profile} of ${path}: ${firstLine(cause)}`, { cause });
  }
}

function signerOf(provider: Provider): InstanceType<typeof common.DefaultRequestSigner> {
  try {
    return new common.DefaultRequestSigner(provider);
  } catch (cause) {
    throw new OciConfigError(`the private key that key_file names: ${firstLine(cause)}`, { cause });
  }
}

const firstLine = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split("\n")[0]?.slice(0, 200) ?? "";

import identitySdk from "oci-identity";
import { connectOci, type OciAccess } from "../discover/connect-oci.ts";
import { factsOf, OciConfigError, SIGN_IN } from "../discover/oci-failure.ts";
import { DEFAULT_PATIENCE } from "../discover/patient-http.ts";

const READ_MS = 15 * 60_000;
/** Oracle's own namespace for cost reports, in which a bucket has the name of the tenancy that they are of. */
const REPORTS = "bling";

/** A bucket, by its namespace. */
export interface OciBucket {
  readonly namespace: string;
  readonly bucket: string;
}

/** Gets what stands at a path of Object Storage. @throws Error in words that say what is wrong */
export type OciObjects = (path: string) => Promise<Response>;

/**
 * Object Storage, as the configuration file of Oracle's tools says who asks: in the home Region for cost reports, else in the
 * Region of that file. Behind an `endpoint`, the Region is its last path segment.
 */
export async function ociObjects(
  place: OciBucket,
  endpoint: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<OciObjects> {
  let opened: Promise<{ readonly access: OciAccess; readonly regionId: string }> | undefined;
  return async (path) => {
    try {
      opened ??= open(place, endpoint, environment);
      const { access, regionId } = await opened;
      return await access.get("objectstorage", regionId, path);
    } catch (error) {
      const { serviceCode, message } = factsOf(error);
      throw new Error(
        error instanceof OciConfigError
          ? `${message}; ${SIGN_IN}`
          : serviceCode === undefined
            ? message
            : `${serviceCode}: ${message}`,
        { cause: error },
      );
    }
  };
}

async function open(
  { namespace, bucket }: OciBucket,
  endpoint: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
) {
  const access = connectOci(environment, endpoint, { ...DEFAULT_PATIENCE, attemptTimeoutMs: READ_MS });
  return { access, regionId: namespace === REPORTS ? await homeRegion(access, bucket) : access.regionId };
}

/** Who may not ask for it has to name it in the configuration file. */
async function homeRegion(access: OciAccess, tenancyId: string): Promise<string> {
  const identity = access.clientOf(identitySdk.IdentityClient, access.regionId);
  try {
    const { items } = await identity.listRegionSubscriptions({ tenancyId });
    return items.find(({ isHomeRegion }) => isHomeRegion)?.regionName ?? access.regionId;
  } catch (error) {
    const { statusCode } = factsOf(error);
    if (statusCode === 403 || statusCode === 404) return access.regionId;
    throw error;
  }
}

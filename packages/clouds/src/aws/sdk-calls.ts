import { SkylaneError } from "@skylane/core";
import type { CredentialsFor } from "./acting-role.ts";
import type { RoleCredentials } from "./assume-role.ts";
import { fromAwsError } from "./errors.ts";

/** Where a call is made; no account = the only one there is. */
export interface AwsPlace {
  readonly accountId: string | undefined;
  readonly regionId: string;
}

/** What a client of an SDK is made with. */
interface ClientSettings {
  readonly region: string;
  readonly credentials?: () => Promise<RoleCredentials>;
  readonly maxAttempts: number;
  readonly retryMode: "adaptive";
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number };
}

/** Calls one service, in an account and Region. @throws one of the clouds' errors, in the words of the operation */
export type SdkCalls<Sdk, Client> = <T>(
  place: AwsPlace,
  operation: string,
  send: (client: Client, sdk: Sdk) => Promise<T>,
) => Promise<T>;

/**
 * An SDK is loaded by its first call, and handed to it. Endpoints are the environment's, and credentials too where
 * `credentialsFor` has none; a client per account and Region is kept.
 */
export function sdkCalls<Sdk, Client>(
  credentialsFor: CredentialsFor,
  load: () => Promise<Sdk>,
  make: (sdk: Sdk, settings: ClientSettings) => Client,
  { maxAttempts }: { readonly maxAttempts: number },
): SdkCalls<Sdk, Client> {
  const known = new Map<string, Promise<{ readonly client: Client; readonly sdk: Sdk }>>();
  const loaded = async ({ accountId, regionId }: AwsPlace) => {
    const sdk = await load();
    const credentials = credentialsFor(accountId, regionId);
    return { client: make(sdk, { region: regionId, ...(credentials && { credentials }), maxAttempts, ...HOW }), sdk };
  };
  return async (place, operation, send) => {
    const key = `${place.accountId}|${place.regionId}`;
    const found = known.get(key) ?? loaded(place);
    known.set(key, found);
    try {
      const { client, sdk } = await found;
      return await send(client, sdk);
    } catch (error) {
      // of the role that could not be assumed
      if (error instanceof SkylaneError) throw error;
      throw fromAwsError(error, operation, place.regionId);
    }
  };
}

/** A function that acts has 30 s, and the workflow tries again. */
const HOW = {
  retryMode: "adaptive",
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 6_000, throwOnRequestTimeout: true },
} as const;

/** True if done; false where AWS refuses it by one of these codes, e.g. because it is so already. */
export async function unlessRefused(codes: readonly string[], run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (isRefusedBy(codes, error)) return false;
    throw error;
  }
}

/** True for an error that carries one of AWS's codes. */
export const isRefusedBy = (codes: readonly string[], error: unknown): boolean =>
  error instanceof SkylaneError && codes.includes(String(error.details.awsCode));

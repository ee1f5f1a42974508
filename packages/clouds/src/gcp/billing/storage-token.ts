import { authOf } from "../discover/gcp-client.ts";

const SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";

/** Tokens to read objects with, of whoever the environment says this is. @throws CredentialsError */
export function gcpStorageToken(): () => Promise<string> {
  const auth = authOf({ environment: process.env, endpoint: undefined }, [SCOPE]);
  return async () => (await (await auth).getAccessToken()) ?? "";
}

import type { Federation } from "../../_shared/identity/federation.ts";
import { authOf } from "../discover/gcp-client.ts";

const SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";

/** Tokens to read objects with, of the federated identity if there is one, or of whoever the environment says this is. @throws CredentialsError */
export function gcpStorageToken(federation?: Federation): () => Promise<string> {
  const auth = authOf({ environment: process.env, endpoint: undefined, federation }, [SCOPE]);
  return async () => (await (await auth).getAccessToken()) ?? "";
}

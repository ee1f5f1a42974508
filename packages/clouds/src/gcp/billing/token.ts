import type { CloudContext } from "../../_shared/define-cloud.ts";
import { authOf } from "../discover/gcp-client.ts";

const SCOPES = {
  storage: "https://www.googleapis.com/auth/devstorage.read_only",
  /** There is none for reading alone that may also run a query; the roles that are granted decide. */
  bigquery: "https://www.googleapis.com/auth/bigquery",
} as const;

/** Tokens for an API, of the federated identity if there is one, or of whoever the environment says this is. @throws CredentialsError */
export function gcpToken(
  api: keyof typeof SCOPES,
  { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation"> = {},
): () => Promise<string> {
  const auth = authOf({ environment: process.env, endpoint: endpoints?.gcp, federation }, [SCOPES[api]]);
  auth.catch(() => undefined); // told where it is awaited
  return async () => (await (await auth).getAccessToken()) ?? "";
}

// Not its index, which brings the alpha and beta versions too, twice as much again.
import { compute_v1 } from "@googleapis/compute/build/v1.js";
import { GoogleAuth, OAuth2Client } from "googleapis-common";
import type { Federation } from "../../_shared/identity/federation.ts";
import { CredentialsError, factsOf, LOG_IN } from "./explain-failure.ts";

/** Where Google's other APIs are, and Compute Engine where a call is the same for many kinds of objects. */
const ROOTS = {
  "compute/v1": "https://compute.googleapis.com/compute/v1",
  "dns/v1": "https://dns.googleapis.com/dns/v1",
  "monitoring/v3": "https://monitoring.googleapis.com/v3",
  "sqladmin/v1": "https://sqladmin.googleapis.com/v1",
} as const;
/** One of Google's APIs, with its version. */
export type GoogleApi = keyof typeof ROOTS;

/** A call by its path. */
export interface RestCall {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What is called: Compute Engine by its SDK, and other APIs by their paths. */
export interface GcpClient {
  readonly compute: compute_v1.Compute;
  /** Second argument of each of its calls: where it goes. Given to the client itself, a path in the address would be lost. */
  readonly at: { readonly rootUrl?: string };
  /** One call below the root of an API; its segments come encoded. @throws what the SDK throws */
  rest(api: GoogleApi, path: string, call?: RestCall): Promise<unknown>;
}

/** Cloud SQL has no scope for reading alone; the role that is granted decides. */
const SCOPES = [
  "https://www.googleapis.com/auth/compute.readonly",
  "https://www.googleapis.com/auth/monitoring.read",
  "https://www.googleapis.com/auth/sqlservice.admin",
];
const CALL_TIMEOUT_MS = 30_000;

type Environment = Readonly<Record<string, string | undefined>>;
/** Whoever calls; the SDK's own kind, for there may be several versions of the library it is from. */
export type GcpAuth = GoogleAuth;

/** What decides who asks, and where tokens are exchanged. */
export interface GcpAccess {
  readonly environment: Environment;
  readonly endpoint: string | undefined;
  readonly federation?: Federation | undefined;
}

/**
 * Whoever the environment says we are: an access token, or the federated identity if there is one, or application default
 * credentials. @throws CredentialsError
 */
export async function authOf(
  { environment, endpoint, federation }: GcpAccess,
  scopes: string[] = SCOPES,
): Promise<GcpAuth> {
  const token = environment.GOOGLE_OAUTH_ACCESS_TOKEN;
  if (token) {
    const authClient = new OAuth2Client();
    authClient.setCredentials({ access_token: token });
    return new GoogleAuth({ authClient });
  }
  try {
    const found = await accountOf(endpoint, federation, scopes);
    await found.getAccessToken(); // a login that has run out shows itself here, not in each of a hundred calls
    return found;
  } catch (error) {
    throw new CredentialsError(factsOf(error).message, { cause: error });
  }
}

async function accountOf(
  endpoint: string | undefined,
  federation: Federation | undefined,
  scopes: string[],
): Promise<GcpAuth> {
  if (!federation?.gcp) return new GoogleAuth({ scopes });
  const { federatedAuth } = await import("./federated-auth.ts");
  return federatedAuth(federation, federation.gcp, endpoint, scopes);
}

/** The project of the environment or of the credentials themselves; `undefined` if there is none. */
export async function defaultProject(environment: Environment, caller: GcpAuth): Promise<string | undefined> {
  const named = environment.GOOGLE_CLOUD_PROJECT ?? environment.GCLOUD_PROJECT;
  if (named || environment.GOOGLE_OAUTH_ACCESS_TOKEN) return named;
  return await caller.getProjectId().catch(() => undefined);
}

/** The SDK's clients, pointed at the endpoint. A call is made once: who retries is `withRetries`. */
export function createGcpClient(
  caller: GcpAuth,
  endpoint: string | undefined,
  signal: AbortSignal | undefined,
): GcpClient {
  const origin = endpoint?.replace(/\/$/, "");
  // The SDK's own retries keep the first attempt's timeout over all of them, so a long Retry-After would end the call.
  const once = { timeout: CALL_TIMEOUT_MS, retry: false, ...(signal && { signal }) };
  return {
    at: origin === undefined ? {} : { rootUrl: `${origin}/` },
    compute: new compute_v1.Compute({ auth: caller, ...once }),
    async rest(api, path, { method = "GET", query, body } = {}) {
      const root = origin === undefined ? ROOTS[api] : `${origin}/${api}`;
      const { data } = await caller.request<unknown>({
        url: `${root}/${path}`,
        method,
        ...(query && { params: query }),
        ...(body !== undefined && { data: body }),
        ...once,
      });
      return data;
    },
  };
}

/** What to say where there is nothing to look at. */
export const NO_PROJECT = `name a project under clouds.gcp.accounts or in GOOGLE_CLOUD_PROJECT; ${LOG_IN}`;

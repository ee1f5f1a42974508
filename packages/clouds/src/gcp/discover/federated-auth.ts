import { GoogleAuth, OAuth2Client } from "googleapis-common";
import { cloudError } from "../../_shared/errors.ts";
import type { Federation, GcpIdentity } from "../../_shared/identity/federation.ts";
import { keepFresh } from "../../_shared/identity/keep-fresh.ts";
import type { GcpAuth } from "./gcp-client.ts";

/** Longer than any token lives: whether another is due is decided by `keepFresh`, with each call. */
const ALWAYS_MS = 24 * 3_600_000;
const TOKEN_LIFE_MS = 3_600_000;

/**
 * Access tokens of a service account for this workload's own tokens, by a workload identity pool. Behind an `endpoint`, the
 * token exchange is at `/sts` and the service account's credentials at `/iamcredentials` there.
 * @see https://cloud.google.com/iam/docs/workload-identity-federation-with-other-clouds (read 2026-11)
 */
export function federatedAuth(
  { token, clock, log }: Federation,
  { provider, serviceAccount }: GcpIdentity,
  endpoint: string | undefined,
  scopes: string[],
): GcpAuth {
  const origin = endpoint?.replace(/\/$/, "");
  const at = (service: "sts" | "iamcredentials"): string =>
    origin === undefined ? `https://${service}.googleapis.com` : `${origin}/${service}`;
  const audience = `//iam.googleapis.com/${provider}`;
  const exchange = async (): Promise<string> => {
    // a client of its own each time: one that is kept answers from its cache until shortly before the end
    const account = new GoogleAuth({
      scopes,
      credentials: {
        type: "external_account",
        audience,
        subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
        token_url: `${at("sts")}/v1/token`,
        service_account_impersonation_url: `${at("iamcredentials")}/v1/projects/-/serviceAccounts/${serviceAccount}:generateAccessToken`,
        subject_token_supplier: { getSubjectToken: () => token(audience) },
      },
    });
    const accessToken = await account.getAccessToken();
    if (accessToken) return accessToken;
    throw new Error("Google answered without a token");
  };
  const kept = keepFresh(
    `a token of ${serviceAccount}`,
    async () => {
      const value = await exchange().catch((error: unknown) => {
        throw explained(error, provider, serviceAccount);
      });
      return { value, lifeMs: TOKEN_LIFE_MS };
    },
    { clock, log },
  );
  const authClient = new OAuth2Client({ eagerRefreshThresholdMillis: ALWAYS_MS });
  authClient.refreshHandler = async () => ({
    access_token: await kept(),
    expiry_date: clock.nowMs() + TOKEN_LIFE_MS,
  });
  return new GoogleAuth({ authClient });
}

/** A pool that does not know the issuer or audience, a condition that does not hold, an account that may not be borrowed. */
function explained(error: unknown, provider: string, serviceAccount: string): unknown {
  const status = (error as { readonly status?: unknown; readonly response?: { readonly status?: unknown } }) ?? {};
  const code = Number(status.response?.status ?? status.status);
  if (![400, 401, 403].includes(code)) return error;
  return cloudError(
    "ERR_IDENTITY_REFUSED",
    `Google refuses this workload as ${serviceAccount} (${code}); ${provider} must name its issuer, audience and subject, and the service account must grant it roles/iam.workloadIdentityUser`,
    { provider, serviceAccount },
    error,
  );
}

import type { HttpClient } from "@azure/core-rest-pipeline";
import type { AccessToken } from "@azure/identity";
import { ClientAssertionCredential } from "@azure/identity";
import { cloudError } from "../../_shared/errors.ts";
import type { AzureIdentity, Federation } from "../../_shared/identity/federation.ts";
import { keepFresh } from "../../_shared/identity/keep-fresh.ts";

/** The one audience that Entra ID takes of a federated credential. */
const AUDIENCE = "api://AzureADTokenExchange";
const SIGN_IN_MS = 10_000;
const MAX_RETRIES = 2;

/**
 * Tokens of a managed identity for this workload's own ones. Each is asked for by a credential of its own, since one that is
 * kept answers from its cache until shortly before the end, and would be no use at half life.
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation (read 2026-11)
 */
export function federatedCredential(
  { token, clock, log }: Federation,
  { tenantId, clientId }: AzureIdentity,
  httpClient: HttpClient | undefined,
): { getToken(scopes: string | string[]): Promise<AccessToken> } {
  const signIn = async (scopes: string | string[]): Promise<AccessToken> => {
    const credential = new ClientAssertionCredential(tenantId, clientId, () => token(AUDIENCE), {
      retryOptions: { maxRetries: MAX_RETRIES },
      ...(httpClient && { httpClient }),
    });
    return credential.getToken(scopes, { abortSignal: AbortSignal.timeout(SIGN_IN_MS) });
  };
  const byScopes = new Map<string, () => Promise<AccessToken>>();
  return {
    getToken(scopes) {
      const key = [scopes].flat().join(" ");
      const known = byScopes.get(key);
      if (known) return known();
      const kept = keepFresh(
        `a token of the managed identity ${clientId}`,
        async () => {
          const value = await signIn(scopes).catch((error: unknown) => {
            throw explained(error, clientId);
          });
          return { value, lifeMs: value.expiresOnTimestamp - Date.now() }; // the SDK counted by this very clock
        },
        { clock, log },
      );
      byScopes.set(key, kept);
      return kept();
    },
  };
}

/** What Entra ID says of a trust that does not fit; a credential made a minute ago is not known everywhere yet. */
const REFUSALS = /AADSTS(700211|700212|700213|70021|700016|700024|700023|50027)\b/;

function explained(error: unknown, clientId: string): unknown {
  const message = error instanceof Error ? error.message : "";
  const refusal = REFUSALS.exec(message)?.[0];
  if (refusal === undefined) return error;
  return cloudError(
    "ERR_IDENTITY_REFUSED",
    `Entra ID refuses this workload as ${clientId} (${refusal}); its federated credential must name issuer, subject (the ARN of the role) and audience exactly, and takes minutes to be known after it was made`,
    { clientId, refusal },
    error,
  );
}

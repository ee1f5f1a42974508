import { GetWebIdentityTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { type AzureIdentity, cloudError, type Federation, type GcpIdentity } from "@skylane/clouds";
import type { Clock, Log } from "@skylane/core";

/** Long enough for one exchange. */
const LIFE_SECONDS = 300;
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000 } as const;

/**
 * Who this function is in other clouds: they trust tokens that AWS signs for its role. RS256, the only way of signing that
 * Entra ID takes; from the Region's own STS, for the global one has none.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html (read 2026-11)
 */
export function federationOf(
  { azure, gcp }: { readonly azure: AzureIdentity | undefined; readonly gcp: GcpIdentity | undefined },
  regionId: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Federation | undefined {
  if (!azure && !gcp) return undefined;
  const sts = new STSClient({ region: regionId, maxAttempts: 3, requestHandler: TIMEOUTS });
  return {
    azure,
    gcp,
    clock,
    log,
    async token(audience) {
      const { WebIdentityToken } = await sts
        .send(
          new GetWebIdentityTokenCommand({
            Audience: [audience],
            SigningAlgorithm: "RS256",
            DurationSeconds: LIFE_SECONDS,
          }),
        )
        .catch((error: unknown) => {
          throw explained(error, audience);
        });
      if (WebIdentityToken) return WebIdentityToken;
      throw cloudError("ERR_IDENTITY_UNAVAILABLE", "STS answered without a token", { audience });
    },
  };
}

const REFUSAL = /^(AccessDenied|OutboundWebIdentityFederationDisabled)/;

function explained(error: unknown, audience: string): unknown {
  if (!(error instanceof Error)) return error;
  if (!REFUSAL.test(error.name))
    return cloudError(
      "ERR_IDENTITY_UNAVAILABLE",
      `STS gives no token for ${audience}: ${error.message}`,
      { audience },
      error,
    );
  return cloudError(
    "ERR_IDENTITY_REFUSED",
    `STS gives this function no token for ${audience} (${error.name}); its role needs sts:GetWebIdentityToken for that audience, and the account outbound identity federation (aws iam enable-outbound-web-identity-federation)`,
    { audience, reason: error.name },
    error,
  );
}

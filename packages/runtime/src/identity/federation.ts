import { AssumeRoleCommand, GetWebIdentityTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { cloudError, type Federation, keepFresh } from "@skylane/clouds/identity";
import type { Clock, Log } from "@skylane/core";
import { keysIn } from "../aws/aws-keys.ts";
import type { RuntimeSettings } from "../settings.ts";
import type { AwsCredentials } from "./aws-credentials.ts";

/** Long enough for one exchange. */
const LIFE_SECONDS = 300;
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true } as const;

/** For a role that a role assumes, AWS allows no more. */
const ROLE_LIFE_SECONDS = 3_600;

/**
 * Who this function is in other clouds: they trust tokens that AWS signs for its role, or for the one role that all functions
 * with its duty assume. RS256, the only way of signing that
 * Entra ID takes; from the Region's own STS, for the global one has none.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html (read 2026-11)
 */
export function federationOf(
  {
    azureIdentity: azure,
    gcpIdentity: gcp,
    federationRoleArn,
    regionId,
  }: Pick<RuntimeSettings, "azureIdentity" | "gcpIdentity" | "federationRoleArn" | "regionId">,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Federation | undefined {
  if (!azure && !gcp) return undefined;
  const own = new STSClient({ region: regionId, maxAttempts: 3, requestHandler: TIMEOUTS });
  const sts =
    federationRoleArn === undefined
      ? own
      : new STSClient({
          region: regionId,
          maxAttempts: 3,
          requestHandler: TIMEOUTS,
          credentials: assumed(own, federationRoleArn, { clock, log }),
        });
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

/** Keys of the role, named in CloudTrail as the function's own session is. */
function assumed(
  sts: STSClient,
  roleArn: string,
  around: { readonly clock: Clock; readonly log: Log },
): AwsCredentials {
  const kept = keepFresh(
    `credentials of ${roleArn}`,
    async () => {
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "skylane-hub", DurationSeconds: ROLE_LIFE_SECONDS }),
      );
      return { value: keysIn(Credentials), lifeMs: ROLE_LIFE_SECONDS * 1_000 };
    },
    around,
  );
  return Object.assign(kept, { memoized: true } as const);
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

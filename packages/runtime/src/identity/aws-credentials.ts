import { cloudError, keepFresh } from "@skylane/clouds/identity";
import type { Clock, Log } from "@skylane/core";
import { assumeWithToken } from "../aws/assume-with-token.ts";
import type { AwsKeys } from "../aws/aws-keys.ts";
import { azureToken, googleToken } from "./platform-token.ts";

/** Who a function outside AWS becomes there. */
export interface AwsIdentity {
  readonly roleArn: string;
  /** What its token must be made out to; the role's trust names it. */
  readonly audience: string;
  /** Whose token it is. */
  readonly tokenFrom: "azure" | "google";
}

/** As the SDK's clients take it: asked with each request, since whether another is due is decided here. */
export type AwsCredentials = (() => Promise<AwsKeys>) & { readonly memoized: true };

const LIFE_SECONDS = 3_600;
/** A Region that is dead must not hold up the other. */
const PATIENCE = { tryCount: 2, timeoutMs: 3_000 } as const;
const REFUSAL = /^(AccessDenied|InvalidIdentityToken|ExpiredToken|IDPRejectedClaim)/;

/**
 * Credentials of a role for tokens of this function's own cloud, from the STS of that Region, so that the loss of one Region
 * takes nothing from the other. Each time with a token that was just asked for: a string kept from the first time would be
 * refused an hour later. The session is named as the role's trust demands.
 */
export function awsCredentials(
  { roleArn, audience, tokenFrom }: AwsIdentity,
  regionId: string,
  {
    clock,
    log,
    environment = process.env,
  }: {
    readonly clock: Clock;
    readonly log: Pick<Log, "warn">;
    readonly environment?: Readonly<Record<string, string | undefined>>;
  },
): AwsCredentials {
  const assume = assumeWithToken({ regionId, environment, clock, ...PATIENCE });
  const tokenOf = tokenFrom === "azure" ? azureToken : googleToken;
  const become = async (): Promise<AwsKeys> => {
    const token = await tokenOf(audience, environment);
    const role = { roleArn, sessionName: sessionNameOf(roleArn), lifeSeconds: LIFE_SECONDS };
    return assume(role, token).catch((error: unknown) => {
      throw explained(error, roleArn, audience);
    });
  };
  const kept = keepFresh(
    `credentials of ${roleArn} from ${regionId}`,
    async () => ({ value: await become(), lifeMs: LIFE_SECONDS * 1_000 }),
    { clock, log },
  );
  return Object.assign(kept, { memoized: true } as const);
}

/** The role's own name: what CloudTrail shows, and what the trust names. */
const sessionNameOf = (roleArn: string): string => roleArn.slice(roleArn.lastIndexOf("/") + 1);

function explained(error: unknown, roleArn: string, audience: string): unknown {
  if (!(error instanceof Error) || !REFUSAL.test(error.name)) return error;
  return cloudError(
    "ERR_IDENTITY_REFUSED",
    `AWS refuses this function as ${roleArn} (${error.name}); the role's trust must name the token's issuer, the audience ${audience} and this identity's subject exactly`,
    { roleArn, reason: error.name },
    error,
  );
}

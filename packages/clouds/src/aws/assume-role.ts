import type { AssumableRole } from "@skylane/core";
import { AssumeRoleCommand, type STSClient } from "./sts-sdk.ts";

/** As the SDKs take them; they ask again when these are about to end. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** The SDKs ask for others five minutes before the end, so these are made anew no later. */
const RENEW_BEFORE_MS = 300_000;

/**
 * Credentials of a role: made at the first call, shared by all who ask, and made anew before they end. Where that fails the old
 * ones are given as long as they are good. @throws what STS answers
 */
export function assumedRole(
  sts: Pick<STSClient, "send">,
  { roleArn, externalId }: AssumableRole,
  sessionName: string,
  { nowMs, signal }: { readonly nowMs: () => number; readonly signal?: AbortSignal | undefined },
): () => Promise<RoleCredentials> {
  let held: RoleCredentials | undefined;
  let asking: Promise<RoleCredentials> | undefined;
  const leftMs = (): number => (held ? held.expiration.getTime() - nowMs() : 0);
  const ask = async (): Promise<RoleCredentials> => {
    const { Credentials: made } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
      signal ? { abortSignal: signal } : {},
    );
    if (!made?.AccessKeyId || !made.SecretAccessKey || !made.SessionToken || !made.Expiration)
      throw new Error(`STS gave no credentials for ${roleArn}`);
    held = {
      accessKeyId: made.AccessKeyId,
      secretAccessKey: made.SecretAccessKey,
      sessionToken: made.SessionToken,
      expiration: made.Expiration,
    };
    return held;
  };
  return async () => {
    if (held && leftMs() > RENEW_BEFORE_MS) return held;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    try {
      return await asking;
    } catch (error) {
      if (held && leftMs() > 0) return held;
      throw error;
    }
  };
}

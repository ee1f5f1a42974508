import { cloudError } from "@skylane/clouds/identity";

/** Access keys, as signers and the SDK's clients take them. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Absent where the keys are for good, as a user's are. */
  readonly sessionToken?: string;
}

/** Asked with each request. */
export type KeysOf = () => Promise<AwsKeys>;

/**
 * The keys of this process, from its environment, where Lambda puts those of a function's role for as long as the process lives. Nothing
 * else is asked: who has a profile or a container's endpoint instead calls with the SDK. @throws ERR_IDENTITY_UNAVAILABLE
 */
export const ownKeys =
  (environment: Readonly<Record<string, string | undefined>> = process.env): KeysOf =>
  async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
    const { AWS_SESSION_TOKEN: sessionToken } = environment;
    if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
    throw cloudError(
      "ERR_IDENTITY_UNAVAILABLE",
      "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, as they always are in Lambda; elsewhere set the two, or SKYLANE_AWS_ROLE_ARN",
    );
  };

/** What STS answered. @throws Error where it is no whole set of keys */
export function keysIn(
  found: Readonly<Partial<Record<"AccessKeyId" | "SecretAccessKey" | "SessionToken", string | undefined>>> = {},
): AwsKeys {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = found;
  if (accessKeyId && secretAccessKey && sessionToken) return { accessKeyId, secretAccessKey, sessionToken };
  throw new Error("STS answered without credentials");
}

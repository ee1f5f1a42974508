import { awsEndpoint } from "@skylane/clouds/aws/json-calls";
import { type AwsKeys, keysIn } from "./aws-keys.ts";
import { AwsFailure } from "./failures.ts";
import { postWithin } from "./post.ts";
import { type Patience, tryAgain } from "./try-again.ts";

/** Which role to take on, under which name, and for how long. */
interface TokenRole {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly lifeSeconds: number;
}

/** Whom to ask, and how patiently. */
interface StsOptions extends Patience {
  readonly regionId: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For one try. */
  readonly timeoutMs: number;
}

/**
 * STS's AssumeRoleWithWebIdentity, of that Region. The token alone says who asks, so nothing is signed.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html (read 2026-11)
 * @throws AwsFailure as STS words it, or what the connection failed with
 */
export function assumeWithToken({
  regionId,
  environment,
  timeoutMs,
  ...patience
}: StsOptions): (role: TokenRole, token: string) => Promise<AwsKeys> {
  const post = postWithin(timeoutMs);
  const url = awsEndpoint("sts", "STS", regionId, environment);
  const ask = async ({ roleArn, sessionName, lifeSeconds }: TokenRole, token: string): Promise<AwsKeys> => {
    const form = new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      WebIdentityToken: token,
      DurationSeconds: String(lifeSeconds),
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const { statusCode, body: xml } = await post(url, headers, form.toString());
    if (statusCode !== 200) {
      const name = wordIn(xml, "Code") ?? `HTTP ${statusCode}`;
      throw new AwsFailure(name, `STS answered ${statusCode} ${name}: ${wordIn(xml, "Message") ?? ""}`, statusCode);
    }
    return keysIn({
      AccessKeyId: wordIn(xml, "AccessKeyId"),
      SecretAccessKey: wordIn(xml, "SecretAccessKey"),
      SessionToken: wordIn(xml, "SessionToken"),
    });
  };
  return (role, token) => tryAgain(() => ask(role, token), patience);
}

/** What stands in the first element of that name; of keys, which are asked for, nothing has to be unescaped. */
const wordIn = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];

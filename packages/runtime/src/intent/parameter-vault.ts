import { randomInt } from "node:crypto";
import type { DeploymentNames, Vault } from "@skylane/core";
import { coreError } from "@skylane/core";

/** A process is not held up by it for long. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true } as const;

/** What both AWS and Azure take in a pre-shared key (clouds.md §9.0). */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
const LENGTH = 48;

/** A vault, and how adapters read from it at the moment a key is sent. */
export interface ReadableVault extends Vault {
  read(name: string): Promise<string | undefined>;
}

/**
 * Pre-shared keys as SSM SecureString parameters below a path, encrypted by the deployment's key. A key is made once and never changed: the second who makes it finds
 * the first one's. @throws ERR_SECRETS_UNAVAILABLE
 */
export function parameterVault(
  { presharedKeysPath, keyAlias }: Pick<DeploymentNames, "presharedKeysPath" | "keyAlias">,
  regionId: string,
): ReadableVault {
  const nameOf = (name: string) => `${presharedKeysPath}/${name}`;
  let connected: ReturnType<typeof connect> | undefined;
  const client = () => {
    connected ??= connect(regionId);
    return connected;
  };
  return {
    async ensurePresharedKey(name) {
      const { sdk, ssm } = await client();
      try {
        await ssm.send(
          new sdk.PutParameterCommand({
            Name: nameOf(name),
            Type: "SecureString",
            KeyId: keyAlias,
            Value: newKey(),
            Overwrite: false,
            Description: "Pre-shared key of a tunnel, made by Skylane",
          }),
        );
      } catch (error) {
        if (!(error instanceof sdk.ParameterAlreadyExists)) throw unavailable(nameOf(name), regionId, error);
      }
    },
    async read(name) {
      const { sdk, ssm } = await client();
      try {
        const { Parameter } = await ssm.send(new sdk.GetParameterCommand({ Name: nameOf(name), WithDecryption: true }));
        return Parameter?.Value;
      } catch (error) {
        if (error instanceof sdk.ParameterNotFound) return undefined;
        throw unavailable(nameOf(name), regionId, error);
      }
    },
    async remove(name) {
      const { sdk, ssm } = await client();
      try {
        await ssm.send(new sdk.DeleteParameterCommand({ Name: nameOf(name) }));
      } catch (error) {
        if (!(error instanceof sdk.ParameterNotFound)) throw unavailable(nameOf(name), regionId, error);
      }
    },
  };
}

/** The SDK, loaded by the first call, and the one client of it. */
async function connect(region: string) {
  const sdk = await import("@aws-sdk/client-ssm");
  return { sdk, ssm: new sdk.SSMClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS }) };
}

/** AWS refuses a key that begins with 0. */
function newKey(): string {
  const pick = () => ALPHABET.charAt(randomInt(ALPHABET.length));
  let key = pick();
  while (key === "0" || key === "." || key === "_") key = pick();
  for (let i = 1; i < LENGTH; i += 1) key += pick();
  return key;
}

const unavailable = (name: string, regionId: string, cause: unknown) =>
  coreError(
    "ERR_SECRETS_UNAVAILABLE",
    `parameter ${name} in ${regionId}: ${cause instanceof Error ? cause.message : String(cause)}. The function's role must be allowed ssm:PutParameter, ssm:GetParameter and ssm:DeleteParameter there`,
    { name, regionId },
    cause,
  );

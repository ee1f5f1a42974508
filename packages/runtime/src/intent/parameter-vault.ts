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

/** A Region's parameter store. */
export interface VaultRegion {
  readonly regionId: string;
  /** Absent = where the SDK finds it. */
  readonly endpoint?: string | undefined;
}

type Names = Pick<DeploymentNames, "presharedKeysPath" | "keyAlias">;

/**
 * Pre-shared keys as SSM SecureString parameters below a path, each Region's under its own key of the deployment. A key is made once and
 * never changed: the second who makes it finds the first one's. It is the same in both Regions before either sends it, so that one goes
 * on where the other was lost: the other Region's is written first, and what lies in one's own is there too.
 * @throws ERR_SECRETS_UNAVAILABLE
 */
export function parameterVault(names: Names, ownRegion: VaultRegion, otherRegion?: VaultRegion): ReadableVault {
  const own = regionVault(names, ownRegion);
  const other = otherRegion && regionVault(names, otherRegion);
  return {
    async ensurePresharedKey(name) {
      if ((await own.read(name)) !== undefined) return;
      const found = await other?.read(name);
      const key = found ?? newKey();
      if (found === undefined && other) await putIn(other, name, key);
      await putIn(own, name, key);
    },
    read: own.read,
    async remove(name) {
      await other?.remove(name);
      await own.remove(name);
    },
  };
}

/** @throws ERR_SECRETS_UNAVAILABLE where another has made another key at the same moment; who asks again finds that one */
async function putIn(vault: RegionVault, name: string, key: string): Promise<void> {
  const isThere = (await vault.put(name, key)) || (await vault.read(name)) === key;
  if (!isThere) throw vault.unavailable(name, new Error("somebody else has made it at the same moment; ask again"));
}

type RegionVault = ReturnType<typeof regionVault>;

/** Keys in the parameter store of one Region. */
function regionVault({ presharedKeysPath, keyAlias }: Names, { regionId, endpoint }: VaultRegion) {
  const nameOf = (name: string) => `${presharedKeysPath}/${name}`;
  const unavailable = (name: string, cause: unknown) =>
    coreError(
      "ERR_SECRETS_UNAVAILABLE",
      `parameter ${nameOf(name)} in ${regionId}: ${cause instanceof Error ? cause.message : String(cause)}. The function's role must be allowed ssm:PutParameter, ssm:GetParameter and ssm:DeleteParameter there`,
      { name: nameOf(name), regionId },
      cause,
    );
  let connected: ReturnType<typeof connect> | undefined;
  const withClient = async <T>(name: string, run: (sdk: Sdk, ssm: InstanceType<Sdk["SSMClient"]>) => Promise<T>) => {
    connected ??= connect(regionId, endpoint);
    const { sdk, ssm } = await connected;
    try {
      return await run(sdk, ssm);
    } catch (error) {
      throw unavailable(name, error);
    }
  };
  return {
    unavailable,
    /** True if it is there now and was not before. */
    put: (name: string, value: string): Promise<boolean> =>
      withClient(name, async (sdk, ssm) => {
        const Description = "Pre-shared key of a tunnel, made by Skylane";
        const parameter = { Name: nameOf(name), Type: "SecureString", KeyId: keyAlias, Value: value } as const;
        try {
          await ssm.send(new sdk.PutParameterCommand({ ...parameter, Overwrite: false, Description }));
          return true;
        } catch (error) {
          if (error instanceof sdk.ParameterAlreadyExists) return false;
          throw error;
        }
      }),
    read: (name: string): Promise<string | undefined> =>
      withClient(name, async (sdk, ssm) => {
        try {
          const asked = new sdk.GetParameterCommand({ Name: nameOf(name), WithDecryption: true });
          return (await ssm.send(asked)).Parameter?.Value;
        } catch (error) {
          if (error instanceof sdk.ParameterNotFound) return undefined;
          throw error;
        }
      }),
    remove: (name: string): Promise<void> =>
      withClient(name, async (sdk, ssm) => {
        try {
          await ssm.send(new sdk.DeleteParameterCommand({ Name: nameOf(name) }));
        } catch (error) {
          if (!(error instanceof sdk.ParameterNotFound)) throw error;
        }
      }),
  };
}
type Sdk = typeof import("@aws-sdk/client-ssm");

/** The SDK, loaded by the first call, and the one client of a Region. */
async function connect(region: string, endpoint: string | undefined) {
  const sdk = await import("@aws-sdk/client-ssm");
  const at = endpoint === undefined ? {} : { endpoint };
  return { sdk, ssm: new sdk.SSMClient({ region, ...at, maxAttempts: 3, requestHandler: TIMEOUTS }) };
}

/** AWS refuses a key that begins with 0. */
function newKey(): string {
  const pick = () => ALPHABET.charAt(randomInt(ALPHABET.length));
  let key = pick();
  while (key === "0" || key === "." || key === "_") key = pick();
  for (let i = 1; i < LENGTH; i += 1) key += pick();
  return key;
}

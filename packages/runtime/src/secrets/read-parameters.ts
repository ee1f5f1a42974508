import { coreError } from "@skylane/core";

/** A function is not held up by it for long: who waits for a secret has a request or an event to answer. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true } as const;

/**
 * All parameters right below a path, decrypted, by the last part of their name. The SDK is loaded when it is needed: most
 * processes end without a secret. @throws ERR_SECRETS_UNAVAILABLE
 */
export async function readParameters(path: string, regionId: string): Promise<ReadonlyMap<string, string>> {
  const { GetParametersByPathCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const client = new SSMClient({ region: regionId, maxAttempts: 3, requestHandler: TIMEOUTS });
  const found = new Map<string, string>();
  try {
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new GetParametersByPathCommand({ Path: path, WithDecryption: true, ...(NextToken && { NextToken }) }),
      );
      for (const { Name, Value } of page.Parameters ?? [])
        if (Name !== undefined && Value !== undefined) found.set(Name.slice(Name.lastIndexOf("/") + 1), Value);
      NextToken = page.NextToken;
    } while (NextToken);
  } catch (error) {
    throw coreError(
      "ERR_SECRETS_UNAVAILABLE",
      `secrets below ${path} in ${regionId} could not be read: ${error instanceof Error ? error.message : String(error)}. The function's role must be allowed ssm:GetParametersByPath there, and kms:Decrypt where they have a key of their own`,
      { path, regionId },
      error,
    );
  } finally {
    client.destroy();
  }
  return found;
}

import type { CloudContext } from "./define-cloud.ts";
import { cloudError } from "./errors.ts";

/** The secret of that name, asked for at the moment it is sent. @throws ERR_CLOUD_NOT_FOUND if it is not set */
export async function knownSecret({ secret }: Pick<CloudContext, "secret">, name: string): Promise<string> {
  const found = await secret?.(name);
  if (found !== undefined && found !== "") return found;
  throw cloudError("ERR_CLOUD_NOT_FOUND", `secret "${name}" is not set, so nothing was written; make it first`, {
    secretName: name,
  });
}

import type { CloudContext } from "../define-cloud.ts";
import { cloudError } from "../errors.ts";

/** Reads a pre-shared key at the moment it is sent. @throws ERR_RESOURCE_REFUSED if the vault holds none under that name */
export async function presharedKey({ secret }: Pick<CloudContext, "secret">, name: string): Promise<string> {
  const value = await secret?.(name);
  if (value !== undefined) return value;
  throw cloudError(
    "ERR_RESOURCE_REFUSED",
    `there is no secret ${name}; the vault makes it before the step that names it`,
    {
      secret: name,
    },
  );
}

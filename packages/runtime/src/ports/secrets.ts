import { parameterSecrets } from "../secrets/parameter-secrets.ts";
import type { Secrets } from "../secrets/secrets.ts";
import type { Port } from "./ports.ts";

/** Secrets by name: from the parameters below the path that the environment names, else from the environment itself. */
export const secrets: Port<"secrets"> = {
  name: "secrets",
  make: ({ settings: { secretsPath, regionId, secret }, clock, log }): Secrets =>
    secretsPath === undefined
      ? async (name) => secret(name)
      : parameterSecrets({ path: secretsPath, regionId, clock, log }),
};

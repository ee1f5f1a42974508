import { documentRepository } from "../git/document-repository.ts";
import type { Port } from "./ports.ts";
import { secrets } from "./secrets.ts";

/** The Git repository for documents; its token is read at each push. */
export const repository: Port<"repository"> = {
  name: "repository",
  make: async ({ clock, log, the }) => documentRepository({ secrets: await the(secrets), clock, log }),
};

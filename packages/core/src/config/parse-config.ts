import { coreError } from "../errors/errors.ts";
import { explainIssues } from "../errors/explain-issues.ts";
import { SkylaneConfig } from "./skylane-config.ts";

/**
 * The configuration in `raw` (the parsed YAML), complete and consistent.
 * @throws ERR_CONFIG_INVALID with one line per broken rule: field, rule, what to do.
 */
export function parseConfig(raw: unknown, fileName: string): SkylaneConfig {
  const parsed = SkylaneConfig.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw coreError(
    "ERR_CONFIG_INVALID",
    `${fileName} is not valid; nothing was changed.\n${explainIssues(parsed.error)}`,
    {
      fileName,
      issueCount: parsed.error.issues.length,
    },
  );
}

import type { IntentSettings } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { exceptionVerdict } from "../../people/index.ts";

/**
 * What intents are judged by, with the exceptions that their approver may approve: asked again each time, for people leave, and lose
 * roles. Where there are none nobody is asked. @throws ERR_RIGHTS_UNDECIDED
 */
export async function approvedSettings({ config, rights }: Pick<Deps, "config" | "rights">): Promise<IntentSettings> {
  const { people, intents } = config;
  if (intents.exceptions.length === 0) return intents;
  const judge = await rights.judge();
  const exceptions = intents.exceptions.filter(
    (exception) => exceptionVerdict(judge, people, exception)?.isAllowed === true,
  );
  return { ...intents, exceptions };
}

import type { AccessRefused, Action, Caller, Person } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { peopleError } from "../errors.ts";
import { judgeCaller } from "../judge-caller.ts";

/** A person's refusals are told once in this time: the first one says enough, and nobody can flood people with them. */
const TELL_EVERY_MS = 600_000;
const ABOUT_LENGTH = 200;

/**
 * The person behind an order they may give. A refusal is recorded before it is answered.
 * @throws ERR_NOT_ALLOWED saying who, what, and which role it takes
 */
export async function allow(
  deps: Pick<Deps, "config" | "clock" | "once" | "publisher" | "log">,
  caller: Caller | undefined,
  action: Action,
  about: string,
): Promise<Person> {
  const judgement = judgeCaller(deps.config.people, caller, action, deps.config.intents);
  if (judgement.kind === "allowed") return judgement.person;
  const { needs, has } = judgement;
  const who = caller?.names[0] ?? "nobody";
  const refusal = {
    who,
    via: caller?.via ?? "api",
    action,
    needs,
    ...(has && { has }),
    about: printed(about),
  } as const;
  deps.log.warn("order refused", refusal);
  await tell(deps, refusal);
  throw peopleError(
    "ERR_NOT_ALLOWED",
    `${who} may not ${action.replaceAll("-", " ")}: it takes the role ${needs}, and ${has === undefined ? `${who} is not among the people of skylane.yaml` : `theirs is ${has}`}; nothing was changed`,
    { who, action, needs, has },
  );
}

/** What cannot be recorded stays refused: the log has it. */
async function tell(
  { clock, once, publisher, log }: Pick<Deps, "clock" | "once" | "publisher" | "log">,
  refusal: AccessRefused,
): Promise<void> {
  const nowMs = clock.nowMs();
  const turn = Math.floor(nowMs / TELL_EVERY_MS);
  try {
    if (!(await once.claim(`refusal#${refusal.via}#${refusal.who}#${turn}`, TELL_EVERY_MS))) return;
    await publisher.publish([{ type: "access.refused.v1", subject: refusal.who, epoch: 0, seq: nowMs, data: refusal }]);
  } catch (error) {
    log.error("refusal could not be told", { error });
  }
}

/** From outside: on one line, printable, and no longer than the event takes. */
const printed = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, ABOUT_LENGTH);

import type { AccessRefused, Action, Approval, Caller, IntentRun, Person } from "@skylane/core";
import { hasCode, SkylaneError } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { peopleError } from "../errors.ts";
import { type Judgement, judgeCaller, type Order } from "../judge-caller.ts";
import { whyNot } from "../why-not.ts";

/** A person's refusals are told once in this time: the first one says enough, and nobody can flood people with them. */
const TELL_EVERY_MS = 600_000;
const ABOUT_LENGTH = 200;
const POLICIES_TOLD = 20;
const POLICY_LENGTH = 100;

export type AllowDeps = Pick<Deps, "config" | "clock" | "once" | "publisher" | "log" | "rights">;

/**
 * The person behind an order they may give. A refusal is recorded before it is answered.
 * @throws ERR_NOT_ALLOWED saying who, what, and which role it takes or which policy forbids it; ERR_RIGHTS_UNDECIDED
 */
export const allow = (deps: AllowDeps, caller: Caller | undefined, action: Action, about: string): Promise<Person> =>
  admit(deps, caller, { action, about: { kind: "estate" } }, about);

/**
 * The same for a run of intents, as soon as it is known: policies may speak of what is in it. `isSignature`: whether a signature
 * under its plan counts. @throws as `allow` does
 */
export const allowRun = (
  deps: AllowDeps,
  { id }: Pick<Person, "id">,
  action: Action,
  run: IntentRun,
  more: Pick<Order, "isSignature"> = {},
): Promise<Person> =>
  admit(deps, { via: "api", names: [id] }, { action, about: { kind: "run", run }, ...more }, run.id);

/** The same for a move that waits for an approver; `isSignature`: whether it would be let go. @throws as `allow` does */
export const allowMove = (
  deps: AllowDeps,
  { id }: Pick<Person, "id">,
  approval: Approval,
  more: Pick<Order, "isSignature">,
): Promise<Person> =>
  admit(
    deps,
    { via: "api", names: [id] },
    { action: "decide-approval", about: { kind: "move", approval }, ...more },
    approval.id,
  );

/** True of a refusal that follows from the policy of that name. */
export const isRefusedBy = (error: unknown, policy: string): boolean =>
  error instanceof SkylaneError &&
  error.code === "ERR_NOT_ALLOWED" &&
  String(error.details.policies).split(", ").includes(policy);

async function admit(deps: AllowDeps, caller: Caller | undefined, order: Order, about: string): Promise<Person> {
  const { config, log, rights } = deps;
  const base = {
    who: caller?.names[0] ?? "nobody",
    via: caller?.via ?? "api",
    action: order.action,
    about: printed(about),
  } as const;
  let judgement: Judgement;
  try {
    judgement = judgeCaller(await rights.judge(), config.people, caller, order);
  } catch (error) {
    log.error("rights could not be judged", { ...base, error });
    await tell(deps, base);
    if (hasCode(error, "ERR_RIGHTS_UNDECIDED")) throw error;
    throw peopleError(
      "ERR_RIGHTS_UNDECIDED",
      "the rights cannot be judged, so nothing is allowed; the log has the details",
      base,
      error,
    );
  }
  if (judgement.kind === "allowed") return judgement.person;
  const { needs, has, policies } = judgement;
  const refusal = {
    ...base,
    ...(needs && { needs }),
    ...(has && { has }),
    ...(policies.length > 0 && {
      policies: policies.slice(0, POLICIES_TOLD).map((name) => printed(name).slice(0, POLICY_LENGTH)),
    }),
  };
  log.warn("order refused", refusal);
  await tell(deps, refusal);
  throw peopleError(
    "ERR_NOT_ALLOWED",
    `${base.who} may not ${order.action.replaceAll("-", " ")}: ${whyNot(`${base.who} is`, refusal)}; nothing was changed`,
    { who: base.who, action: order.action, needs, has, policies: policies.join(", ") },
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

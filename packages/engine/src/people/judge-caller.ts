import type { Action, Caller, IntentSettings, Person, Role } from "@skylane/core";

/** Actions whose least role the configuration says. */
const BY_SETTING = {
  "ask-intent": "ask",
  "decide-intent": "decide",
  "undo-intent": "undo",
  "override-policy": "overridePolicy",
} as const satisfies Partial<Record<Action, keyof IntentSettings["roles"]>>;

/** What each other action needs. To stop is as cheap as to order; to let a far-reaching move go takes a second kind of person. */
const NEEDED: Readonly<Record<Exclude<Action, keyof typeof BY_SETTING>, Role>> = {
  look: "viewer",
  "order-failover": "operator",
  "order-failback": "operator",
  "drain-path": "operator",
  "run-drill": "operator",
  "override-path": "operator",
  "set-kill-switch": "operator",
  "decide-approval": "approver",
};
const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, approver: 2, admin: 3 };

/** Whether somebody may do something, and if not, what they lack. */
export type Judgement =
  | { readonly kind: "allowed"; readonly person: Person }
  | { readonly kind: "refused"; readonly needs: Role; readonly has: Role | undefined };

/** Judges an order by who it is from; pure. Nobody is somebody by default: who is not in the list may nothing. */
export function judgeCaller(
  people: readonly Person[],
  caller: Caller | undefined,
  action: Action,
  { roles }: Pick<IntentSettings, "roles">,
): Judgement {
  const person = caller && personOf(people, caller);
  const needs = isBySetting(action) ? roles[BY_SETTING[action]] : NEEDED[action];
  if (person && RANK[person.role] >= RANK[needs]) return { kind: "allowed", person };
  return { kind: "refused", needs, has: person?.role };
}

const isBySetting = (action: Action): action is keyof typeof BY_SETTING => action in BY_SETTING;

/** A Slack user id is looked for among Slack user ids only, a token's names among ids only: neither can pass for the other. */
const personOf = (people: readonly Person[], { via, names }: Caller): Person | undefined =>
  people.find((person) =>
    via === "slack"
      ? person.slackUserId !== undefined && names.includes(person.slackUserId)
      : names.some((name) => isSame(name, person.id)),
  );

/** E-mail addresses differ in case between tokens of one person; subjects do not. */
const isSame = (a: string, b: string): boolean =>
  a === b || (a.includes("@") && b.includes("@") && a.toLowerCase() === b.toLowerCase());

import type { Action, Caller, Person, Role } from "@skylane/core";

/** What each action needs. To stop is as cheap as to order; to let a far-reaching move go takes a second kind of person. */
const NEEDED: Readonly<Record<Action, Role>> = {
  look: "viewer",
  "order-failover": "operator",
  "order-failback": "operator",
  "drain-path": "operator",
  "run-drill": "operator",
  "override-path": "operator",
  "set-kill-switch": "operator",
  "decide-approval": "approver",
  "ask-intent": "operator",
  "decide-intent": "approver",
  "undo-intent": "operator",
  "override-policy": "admin",
};
const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, approver: 2, admin: 3 };

/** Whether somebody may do something, and if not, what they lack. */
export type Judgement =
  | { readonly kind: "allowed"; readonly person: Person }
  | { readonly kind: "refused"; readonly needs: Role; readonly has: Role | undefined };

/** Judges an order by who it is from; pure. Nobody is somebody by default: who is not in the list may nothing. */
export function judgeCaller(people: readonly Person[], caller: Caller | undefined, action: Action): Judgement {
  const person = caller && personOf(people, caller);
  const needs = NEEDED[action];
  if (person && RANK[person.role] >= RANK[needs]) return { kind: "allowed", person };
  return { kind: "refused", needs, has: person?.role };
}

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

import type { Caller, Person, RightsJudge, RightsQuestion } from "@skylane/core";
import { Role } from "@skylane/core";

/** Whether somebody may do something, and if not, what they lack. */
export type Judgement =
  | { readonly kind: "allowed"; readonly person: Person }
  | {
      readonly kind: "refused";
      /** Least role above theirs that would do; `undefined` = none would. */
      readonly needs: Role | undefined;
      readonly has: Role | undefined;
      /** Names of the policies that forbid it. */
      readonly policies: readonly string[];
    };

/** What somebody wants to do, and with what. */
export type Order = Omit<RightsQuestion, "person">;

/** Judges an order by who it is from; pure. Nobody is somebody by default: who is not in the list may nothing. @throws ERR_RIGHTS_UNDECIDED */
export function judgeCaller(
  judge: RightsJudge,
  people: readonly Person[],
  caller: Caller | undefined,
  order: Order,
): Judgement {
  const person = caller && personOf(people, caller);
  const verdict = person && judge({ ...order, person });
  if (person && verdict?.isAllowed) return { kind: "allowed", person };
  const id = person?.id ?? caller?.names[0] ?? "nobody";
  const above = Role.options.slice(person ? Role.options.indexOf(person.role) + 1 : 0);
  return {
    kind: "refused",
    needs: above.find((role) => judge({ ...order, person: { id, role } }).isAllowed),
    has: person?.role,
    policies: verdict?.policies ?? [],
  };
}

/** A Slack user id is looked for among Slack user ids only, a token's names among ids only: neither can pass for the other. */
export const personOf = (people: readonly Person[], { via, names }: Caller): Person | undefined =>
  people.find((person) =>
    via === "slack"
      ? person.slackUserId !== undefined && names.includes(person.slackUserId)
      : names.some((name) => isSame(name, person.id)),
  );

/** E-mail addresses differ in case between tokens of one person; subjects do not. */
const isSame = (a: string, b: string): boolean =>
  a === b || (a.includes("@") && b.includes("@") && a.toLowerCase() === b.toLowerCase());

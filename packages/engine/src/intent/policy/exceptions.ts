import type { Intent, IntentSettings, PolicyException, SkylaneConfig } from "@skylane/core";

/** An exception that holds today for this rule and these services: named people, one of whom may approve, neither alone. */
export const exceptionFor = (
  rule: string,
  { source, destination }: Intent,
  { exceptions }: Pick<IntentSettings, "exceptions">,
  people: SkylaneConfig["people"],
  today: string,
): PolicyException | undefined =>
  exceptions.find(
    (one) =>
      one.rule === rule &&
      today <= one.expiresOn &&
      covers(one.scope.source, source.key) &&
      covers(one.scope.destination, destination.key) &&
      isFourEyes(one, people),
  );

const covers = (scope: string, key: string): boolean => scope === "*" || scope === key;

/** Asked again when it counts: people leave, and lose roles. */
function isFourEyes({ owner, approver }: PolicyException, people: SkylaneConfig["people"]): boolean {
  const personOf = (id: string) => people.find((person) => person.id.toLowerCase() === id.toLowerCase());
  const [first, second] = [personOf(owner), personOf(approver)];
  return !!first && !!second && first !== second && (second.role === "approver" || second.role === "admin");
}

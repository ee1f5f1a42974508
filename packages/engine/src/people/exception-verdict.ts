import type { Person, PolicyException, RightsJudge, RightsVerdict } from "@skylane/core";

/** Whether an exception's approver may approve it, by the policies; `undefined` = they or its owner are not among the people any more. */
export function exceptionVerdict(
  judge: RightsJudge,
  people: readonly Person[],
  exception: PolicyException,
): RightsVerdict | undefined {
  const personOf = (id: string) => people.find((one) => one.id.toLowerCase() === id.toLowerCase());
  const person = personOf(exception.approver);
  if (!person || !personOf(exception.owner)) return undefined;
  return judge({ person, action: "override-policy", about: { kind: "exception", exception } });
}

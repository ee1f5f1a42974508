import type { Intent, IntentSettings, PolicyException } from "@skylane/core";

/** An exception that holds today for this rule and these services; that its approver may approve it was judged before. */
export const exceptionFor = (
  rule: string,
  { source, destination }: Intent,
  { exceptions }: Pick<IntentSettings, "exceptions">,
  today: string,
): PolicyException | undefined =>
  exceptions.find(
    (one) =>
      one.rule === rule &&
      today <= one.expiresOn &&
      covers(one.scope.source, source.key) &&
      covers(one.scope.destination, destination.key),
  );

const covers = (scope: string, key: string): boolean => scope === "*" || scope === key;

import { bears, encryptionInTransit, isAmong, type PolicyRule } from "./rule.ts";

/** GDPR article 44: data that is in the Union, or in a place found adequate, leaves it only on a basis of its own. */
const residency: PolicyRule = (judged) => {
  if (!bears(judged, "gdpr")) return [];
  const { gdprPlaces } = judged.settings;
  const outside = [...new Set(judged.places.filter((place) => isCloud(place) && !isAmong(place, gdprPlaces)))].sort();
  if (outside.length === 0) return [];
  return [
    {
      rule: "gdpr.residency",
      reason: `Personal data would be in ${outside.join(", ")}; article 44 wants a basis for every place outside of the Union and of countries found adequate.`,
      alternatives: [
        {
          id: "other-region",
          label: `A service in ${gdprPlaces.slice(0, 4).join(", ")} or another place of intents.gdprPlaces`,
        },
        {
          id: "exception",
          label:
            "An exception with an owner, an approver and an end, once there is a basis such as standard contractual clauses",
        },
      ],
      isFixable: false,
    },
  ];
};

/** Where one's own sites are, `intents.dataClasses` says, not the standard. */
const isCloud = (place: string): boolean => !place.startsWith("onprem:");

/** GDPR articles 32 and 44 (Regulation (EU) 2016/679). */
export const gdpr: readonly PolicyRule[] = [
  encryptionInTransit("gdpr", "article 32 names encryption first among what protects personal data"),
  residency,
];

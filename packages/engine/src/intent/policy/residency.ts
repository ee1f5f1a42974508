import { isAmong, type PolicyRule } from "./rule.ts";

/** Data of a class stays where `intents.dataClasses` says; a class nobody defined may go nowhere. */
export const dataResidency: PolicyRule = ({ intent, places, settings }) => {
  const { dataClass } = intent.requirements;
  if (dataClass === undefined) return [];
  const found = settings.dataClasses.find(({ id }) => id === dataClass);
  if (!found)
    return [
      {
        rule: "residency.data-class",
        reason: "The data class of the request is not among intents.dataClasses, so nobody has said where it may be.",
        alternatives: settings.dataClasses
          .slice(0, 20)
          .map(({ id }) => ({ id: `data-class:${id}`, label: `Data class ${id}` })),
        isFixable: false,
      },
    ];
  const outside = [...new Set(places.filter((place) => !isAmong(place, found.allowedPlaces)))].sort();
  if (outside.length === 0) return [];
  return [
    {
      rule: "residency.data-class",
      reason: `Data of the class ${found.id} may be in ${found.allowedPlaces.slice(0, 10).join(", ")}, and the way touches ${outside.join(", ")}.`,
      alternatives: [
        { id: "other-region", label: `Services and gateways in ${found.allowedPlaces.slice(0, 10).join(", ")}` },
      ],
      isFixable: false,
    },
  ];
};

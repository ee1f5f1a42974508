import { oneLine } from "@skylane/core";
import { type Advice, type Finder, MONTHS_OF_30_DAYS, type Placement, usd } from "./inputs.ts";

const PAYBACK_MONTHS = 12;
const LEAST_USD = 1;
/** Where people have to find out what is not known first, it must be worth their hours. */
const LEAST_UNKNOWN_USD = 100;

/** A workload in one cloud whose data is in another, where being beside it costs less within a year, the move included as far as it is known. */
export const moveWorkload: Finder = ({ placements = [] }) =>
  placements.flatMap((one): readonly Advice[] => {
    const { workload, scope, from, to, transferUsd30d, transferGb30d, hostingUsd30d, hostingThereUsd30d, move } = one;
    const hostingMoreUsd30d =
      hostingUsd30d === undefined || hostingThereUsd30d === undefined ? undefined : hostingThereUsd30d - hostingUsd30d;
    const savingUsd =
      (transferUsd30d - (hostingMoreUsd30d ?? 0) - (one.otherTransferMoreUsd30d ?? 0)) * MONTHS_OF_30_DAYS;
    const unknown = unknownOf(one);
    const paybackMonths = move && (move.gb * move.usdPerGb) / savingUsd;
    if (savingUsd < (unknown.length > 0 ? LEAST_UNKNOWN_USD : LEAST_USD)) return [];
    if (paybackMonths !== undefined && paybackMonths > PAYBACK_MONTHS) return [];
    const name = oneLine(one.name ?? workload, 80);
    const there = oneLine(to, 60);
    return [
      {
        title: `Move ${name} from ${oneLine(from, 60)} to its data in ${there}${unknown.length > 0 ? ", if what is not known allows it" : ""}`,
        scope,
        subjects: [workload],
        evidence: [
          `${transferGb30d.toLocaleString("en-US", { maximumFractionDigits: 1 })} GB in 30 days go between it and its data: ${usd(transferUsd30d)}`,
          ...(hostingUsd30d === undefined ? [] : [`it runs for ${usd(hostingUsd30d)} in 30 days`]),
          ...(hostingThereUsd30d === undefined ? [] : [`it would run for ${usd(hostingThereUsd30d)} there`]),
          ...(one.otherTransferMoreUsd30d === undefined
            ? []
            : [`its other traffic would cost ${usd(one.otherTransferMoreUsd30d)} more in 30 days`]),
          ...(move && paybackMonths !== undefined
            ? [
                `${move.gb.toLocaleString("en-US")} GB to carry over once: ${usd(move.gb * move.usdPerGb)}, back in ${paybackMonths.toFixed(1)} months`,
              ]
            : []),
          "work on either side is not in it",
        ],
        savingUsd,
        // traffic that does not go away with the move, and prices there that are not those thought of; what is not known may take all of it
        savingLowUsd:
          unknown.length > 0
            ? 0
            : savingUsd - 0.25 * transferUsd30d * MONTHS_OF_30_DAYS - 0.1 * (hostingThereUsd30d ?? 0),
        savingHighUsd: savingUsd + 0.1 * (hostingThereUsd30d ?? 0),
        risk: "high",
        risks: [
          ...unknown,
          "its other callers get further away: see what their round trips become",
          "two clouds' rules and rights differ",
        ],
        todo: [
          { step: `copy its state to ${there} and keep it up to date`, undo: "delete the copy" },
          {
            step: `run ${name} in ${there} beside the one there is, with a small part of its traffic`,
            undo: "send all of it back",
          },
          { step: "send all of it there; keep the old one for a week", undo: "send all of it back" },
        ],
      },
    ];
  });

/** What the saving does not hold, for nobody has said it. */
const unknownOf = ({
  hostingUsd30d,
  hostingThereUsd30d,
  otherTransferMoreUsd30d,
  move,
}: Placement): readonly string[] => [
  ...(hostingUsd30d === undefined || hostingThereUsd30d === undefined
    ? ["what it would cost more or less to run there is not known, and not in it"]
    : []),
  ...(otherTransferMoreUsd30d === undefined
    ? ["what its other traffic would cost from there is not known, and not in it"]
    : []),
  ...(move ? [] : ["what has to be carried over once, and what that costs, is not known, and not in it"]),
];

import { oneLine } from "@skylane/core";
import { type Advice, type Finder, MONTHS_OF_30_DAYS, usd } from "./inputs.ts";

const PAYBACK_MONTHS = 12;
const LEAST_USD = 1;

/** A workload in one cloud whose data is in another, where being beside it costs less within a year, the move included. */
export const moveWorkload: Finder = ({ placements = [] }) =>
  placements.flatMap((one): readonly Advice[] => {
    const { workload, scope, from, to, transferUsd30d, transferGb30d, otherTransferMoreUsd30d } = one;
    const savingUsd =
      (transferUsd30d + one.hostingUsd30d - one.hostingThereUsd30d - otherTransferMoreUsd30d) * MONTHS_OF_30_DAYS;
    const moveUsd = one.gbToMove * one.usdPerGbToMove;
    const paybackMonths = moveUsd / savingUsd;
    if (savingUsd < LEAST_USD || paybackMonths > PAYBACK_MONTHS) return [];
    const name = oneLine(workload, 80);
    const there = oneLine(to, 60);
    return [
      {
        title: `Move ${name} from ${oneLine(from, 60)} to its data in ${there}`,
        scope,
        subjects: [workload],
        evidence: [
          `${transferGb30d.toLocaleString("en-US", { maximumFractionDigits: 1 })} GB in 30 days go between it and its data: ${usd(transferUsd30d)}`,
          `it runs for ${usd(one.hostingUsd30d)} in 30 days, and would for ${usd(one.hostingThereUsd30d)} there; its other traffic would cost ${usd(otherTransferMoreUsd30d)} more`,
          `${one.gbToMove.toLocaleString("en-US")} GB to carry over once: ${usd(moveUsd)}, back in ${paybackMonths.toFixed(1)} months`,
          "work on either side is not in it",
        ],
        savingUsd,
        // traffic that does not go away with the move, and prices there that are not those thought of
        savingLowUsd: savingUsd - 0.25 * transferUsd30d * MONTHS_OF_30_DAYS - 0.1 * one.hostingThereUsd30d,
        savingHighUsd: savingUsd + 0.1 * one.hostingThereUsd30d,
        risk: "high",
        risks: [
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

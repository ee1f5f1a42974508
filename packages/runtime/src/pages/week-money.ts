import { htmlText as text, type WeekReport } from "@skylane/core";
import { tableOf } from "./table.ts";
import { counted, dayText, signedUsd, usdText } from "./words.ts";

/** What was advised, taken and verified. */
export function savingsSection({ savings }: WeekReport): string {
  const { advised, open, taken, verified, missed, shown } = savings;
  const row = (name: string, { count, monthlyUsd }: typeof open): string[] => [
    name,
    String(count),
    usdText(monthlyUsd),
  ];
  return [
    tableOf(
      [
        { title: "Savings", is: "name" },
        { title: "Count", is: "number" },
        { title: "A month", is: "number" },
      ],
      [
        row("Advised this week", advised),
        row("Waiting for a decision", open),
        row("Taken this week", taken),
        row("Verified by the bill, so far", verified),
        ...(missed.count > 0 ? [row("Did not come true, told this week", missed)] : []),
      ],
    ),
    ...(shown.length === 0
      ? []
      : [
          tableOf(
            [{ title: "Largest", is: "long" }, { title: "State" }, { title: "A month", is: "number" }],
            shown.map(({ title, status, monthlyUsd }) => [text(title, 160), STATUS[status], usdText(monthlyUsd)]),
          ),
        ]),
  ].join("\n");
}

const STATUS: Readonly<Record<WeekReport["savings"]["shown"][number]["status"], string>> = {
  open: "waits",
  accepted: "accepted",
  dismissed: "dismissed",
  verified: "verified",
  "not-verified": "did not come true",
  ended: "ended",
};

/** What the week cost beside the one before. */
export function costsSection({ costs }: WeekReport): string {
  if (!costs) return "<p>No bill of this week is there.</p>";
  const { usd, usdBefore, untilMs, movers, anomalies, budgets } = costs;
  const change = usdBefore > 0 ? `, ${signedUsd(usd - usdBefore)} (${Math.round((usd / usdBefore - 1) * 100)} %)` : "";
  return [
    `<p><b>${usdText(usd)}</b> in the seven days before ${dayText(untilMs)}${change}.</p>`,
    movers.length === 0
      ? ""
      : tableOf(
          [
            { title: "Changed most", is: "long" },
            { title: "Week", is: "number" },
            { title: "Change", is: "number" },
          ],
          movers.map((one) => [scopeText(one.scope), usdText(one.usd), signedUsd(one.usd - one.usdBefore)]),
        ),
    anomalies.length === 0
      ? ""
      : `<p>${counted(anomalies.length, "open finding")}: ${anomalies
          .slice(0, 5)
          .map(({ scope, usdPerDay, cause }) => `${scopeText(scope)} ${usdText(usdPerDay)} a day (${text(cause)})`)
          .join("; ")}${anomalies.length > 5 ? `; and ${anomalies.length - 5} more` : ""}.</p>`,
    ...budgets.map((line) => `<p>${text(line, 200)}.</p>`),
  ].join("\n");
}

const scopeText = ({ kind, id }: { readonly kind: string; readonly id: string }): string =>
  kind === "all" ? "all" : `${text(kind)} ${text(id, 80)}`;

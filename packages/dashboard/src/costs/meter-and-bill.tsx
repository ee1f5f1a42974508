import type { CostReconciliation } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { fetchCosts } from "../api/costs.ts";
import { cloudName, counted } from "../explore/words.ts";
import { cutMiddle, plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { Section } from "./section.tsx";
import { money, percent } from "./words.ts";

const FIRST = 10;

/** What the bill has beyond the meter: shown with its reasons, and spread over nothing. */
export function MeterAndBill({ month }: { readonly month: string | undefined }) {
  const query = useQuery({
    queryKey: ["costs", "reconciliation", month],
    queryFn: () => fetchCosts.reconciliation(month === undefined ? "" : `month=${month}`),
    refetchInterval: 300_000,
    retry: false,
  });
  return (
    <Section title="Meter against bill" query={query}>
      {({ rows, unplaced, notes }) => (
        <>
          {rows.length === 0 && unplaced.length === 0 ? (
            <p className="empty">
              No bill of this month asks for a link or for data on its way, so there is nothing to compare the meter
              with.
            </p>
          ) : (
            <Scroll label="Table of meter and bill">
              <table>
                <thead>
                  <tr>
                    <th scope="col">What</th>
                    <th scope="col" className="number">
                      metered
                    </th>
                    <th scope="col" className="number">
                      billed
                    </th>
                    <th scope="col" className="number">
                      beyond the meter
                    </th>
                    <th scope="col" className="wide-only">
                      why
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.slice(0, FIRST).map((one) => (
                    <tr key={one.connectionId}>
                      <th scope="row" title={plain(one.connectionId)}>
                        {cutMiddle(one.connectionId, 40)}
                      </th>
                      <td className="number">{money(one.meteredUsd)}</td>
                      <td className="number">{money(one.billedUsd)}</td>
                      <td className="number">
                        {money(one.residualUsd)}
                        {one.residualRatio === undefined ? "" : ` (${percent(one.residualRatio)})`}
                      </td>
                      <td className="long sub wide-only">{one.reasons.map(plain).join("; ")}</td>
                    </tr>
                  ))}
                  {unplaced.slice(0, FIRST).map((one) => (
                    <tr key={`${one.cloud}/${one.kind}/${one.regionId}`}>
                      <th scope="row">
                        {cloudName(one.cloud)} {one.regionId === undefined ? "" : cutMiddle(one.regionId, 24)},{" "}
                        {one.kind}
                      </th>
                      <td className="number">{money(one.meteredUsd)}</td>
                      <td className="number">{money(one.billedUsd)}</td>
                      <td className="number">{money(one.billedUsd - one.meteredUsd)}</td>
                      <td className="long sub wide-only">{linksOf(one)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
          {rows.length > FIRST && <p className="sub">and {counted(rows.length - FIRST, "link")} that differ less</p>}
          {notes.map((note) => (
            <p key={note} className="sub">
              {plain(note)}
            </p>
          ))}
        </>
      )}
    </Section>
  );
}

const linksOf = ({ billedUsd, connectionIds }: CostReconciliation["unplaced"][number]): string =>
  billedUsd === 0
    ? `no bill has a row for it; ${counted(connectionIds.length, "link")} metered`
    : connectionIds.length === 0
      ? "the bill names no link, and none that is metered fits"
      : `the bill names no link; it may be any of ${counted(connectionIds.length, "link")}`;

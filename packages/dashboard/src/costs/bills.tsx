import type { IngestReport } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { fetchCosts } from "../api/costs.ts";
import { counted } from "../explore/words.ts";
import { ago } from "../shell/ago.ts";
import { cutMiddle, plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { Section } from "./section.tsx";
import { cents, monthName } from "./words.ts";

/** What was taken of each bill; rows that were set aside with their reasons. */
export function Bills() {
  const query = useQuery({
    queryKey: ["costs", "bills"],
    queryFn: fetchCosts.bills,
    refetchInterval: 300_000,
    retry: false,
  });
  return (
    <Section title="Bills" query={query}>
      {({ atMs, sources, reports }) => (
        <>
          {sources.length === 0 && reports.length === 0 && (
            <p className="empty">
              No bill is named: say where clouds lay them down under costs.bills in skylane.yaml, or take one with{" "}
              <code>npx skylane costs ingest</code>.
            </p>
          )}
          {sources
            .filter(({ takenAtMs }) => takenAtMs === undefined)
            .map(({ id, format }) => (
              <p key={id} className="error">
                Of {plain(id)} ({format}) no bill has been taken in these months.
              </p>
            ))}
          {reports.length > 0 && (
            <ul className="cost-list">
              {reports.map((one) => (
                <Report key={one.deliveryId} one={one} nowMs={atMs} />
              ))}
            </ul>
          )}
        </>
      )}
    </Section>
  );
}

function Report({ one, nowMs }: { readonly one: IngestReport; readonly nowMs: number }) {
  const amounts = amountsOf(one.billed);
  const source = one.deliveryId.split("/")[0] ?? "";
  return (
    <li>
      <details>
        <summary>
          <span className="incident-what">
            {cutMiddle(source, 40)} <span className="sub">{monthName(one.billingMonth)}</span>
          </span>
          <span className="sub">
            {counted(one.takenCount, "row")} taken {ago(nowMs - one.atMs)} ago
          </span>
          {one.setAsideCount > 0 && <span className="status watch">{counted(one.setAsideCount, "row")} set aside</span>}
          <strong className="number">{amounts}</strong>
        </summary>
        <div className="finding-body">
          <p className="sub">
            {counted(one.rowCount, "row")} read, {one.takenCount.toLocaleString("en-US")} taken,{" "}
            {one.setAsideCount.toLocaleString("en-US")} set aside
            {one.replacedBilled ? `; before, the same month came to ${amountsOf(one.replacedBilled)}` : ""}
            {one.setAsideCount > 0
              ? `; what is set aside says ${amountsOf(one.setAsideBilled)}, which is in no total`
              : ""}
          </p>
          {one.setAside.length > 0 && (
            <Scroll label="Table of bills">
              <table>
                <thead>
                  <tr>
                    <th scope="col">File</th>
                    <th scope="col" className="number">
                      row
                    </th>
                    <th scope="col">Why</th>
                    <th scope="col">What would pass</th>
                  </tr>
                </thead>
                <tbody>
                  {one.setAside.map(({ file, rowNumber, fault, column, says }) => (
                    <tr key={`${file}/${rowNumber}/${says}`}>
                      <td title={plain(file)}>{cutMiddle(file, 28)}</td>
                      <td className="number">{rowNumber}</td>
                      <td>
                        {fault.replaceAll("-", " ")}
                        {column === undefined ? "" : `: ${cutMiddle(column, 30)}`}
                      </td>
                      <td className="long">{plain(says)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {one.setAsideCount > one.setAside.length && (
                <p className="sub">
                  These are the first; all by reason:{" "}
                  {Object.entries(one.byFault)
                    .map(([fault, count]) => `${fault.replaceAll("-", " ")} ${count}`)
                    .join(", ")}
                  .
                </p>
              )}
            </Scroll>
          )}
          {one.deviations.length > 0 && (
            <ul className="cost-facts-list">
              {one.deviations.map(({ column, says, count }) => (
                <li key={`${column}/${says}`}>
                  {plain(column)}: {plain(says)} ({counted(count, "row")})
                </li>
              ))}
            </ul>
          )}
        </div>
      </details>
    </li>
  );
}

const amountsOf = (billed: Readonly<Record<string, string>>): string =>
  Object.entries(billed)
    .map(([currency, amount]) => cents(Number(amount), currency))
    .join(" and ") || "nothing";

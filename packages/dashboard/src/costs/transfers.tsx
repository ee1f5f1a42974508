import type { TransferView } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { fetchCosts } from "../api/costs.ts";
import { Scroll } from "../shell/scroll.tsx";
import { Section } from "./section.tsx";
import { cents, gigabytes, money, placeName } from "./words.ts";

const FIRST = 12;
const KINDS: Readonly<Record<TransferView["kind"], string>> = {
  internet: "out to the internet",
  "cross-cloud": "between clouds",
  dedicated: "over a dedicated line",
  "inter-region": "between Regions",
  "inter-zone": "between zones",
  peering: "over a peering",
  processing: "through a gateway",
};

/** What data on its way cost, from where to where, by the bill. */
export function Transfers({ month }: { readonly month: string | undefined }) {
  const query = useQuery({
    queryKey: ["costs", "transfers", month],
    queryFn: () => fetchCosts.transfers(month === undefined ? "" : `month=${month}`),
    refetchInterval: 300_000,
    retry: false,
  });
  return (
    <Section title="Data on its way, from → to" query={query}>
      {({ transfers }) => {
        if (transfers.length === 0)
          return (
            <p className="empty">
              No bill of this month says from where to where. No cloud says to which other cloud bytes left: rules under
              costs.transfers do.
            </p>
          );
        const most = Math.max(...transfers.map(({ billed }) => Number(billed)), 0.01);
        return (
          <Scroll label="Table of transfers">
            <table className="transfers">
              <thead>
                <tr>
                  <th scope="col">From</th>
                  <th scope="col">To</th>
                  <th scope="col" className="wide-only">
                    How
                  </th>
                  <th scope="col" className="number">
                    data
                  </th>
                  <th scope="col" className="number wide-only">
                    a GB
                  </th>
                  <th scope="col" className="number">
                    billed
                  </th>
                  <td className="wide-only" />
                </tr>
              </thead>
              <tbody>
                {transfers.slice(0, FIRST).map(({ kind, from, to, billed, gb, currency }) => (
                  <tr key={JSON.stringify([kind, from, to, currency])}>
                    <th scope="row">{placeName(from)}</th>
                    <td>→ {placeName(to)}</td>
                    <td className="sub wide-only">{KINDS[kind]}</td>
                    <td className="number">{gb > 0 ? gigabytes(gb) : ""}</td>
                    <td className="number wide-only">{gb > 0 ? money(Number(billed) / gb, currency) : ""}</td>
                    <td className="number">{cents(Number(billed), currency)}</td>
                    <td className="bar-cell wide-only" aria-hidden="true">
                      <span style={{ width: `${Math.max(0, (Number(billed) / most) * 100).toFixed(1)}%` }} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {transfers.length > FIRST && <p className="sub">and {transfers.length - FIRST} smaller ones</p>}
          </Scroll>
        );
      }}
    </Section>
  );
}

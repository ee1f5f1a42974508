import { useQuery } from "@tanstack/react-query";
import { fetchCosts } from "../api/costs.ts";
import { EXPLORE } from "../explore/address.ts";
import { counted } from "../explore/words.ts";
import { cutMiddle, plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { Section } from "./section.tsx";
import { gigabytes, momentName, money, percent } from "./words.ts";

const FIRST = 10;

/** The last day of the dearest links, by what clouds count; hours later than the bill is days. */
export function Meter() {
  const query = useMeter();
  return (
    <Section title="Links, the last day by the meter" query={query}>
      {({ links, usd, unpricedLinkCount, toMs }) =>
        links.length === 0 ? (
          <p className="empty">
            Nothing was metered in the last day. Skylane reads what clouds count of each link every half hour.
          </p>
        ) : (
          <>
            <p className="sub">
              {money(usd)} at list prices up to {momentName(toMs)}
              {unpricedLinkCount > 0 ? `; of ${counted(unpricedLinkCount, "link")} no price is known` : ""}
            </p>
            <Scroll label="Table of links">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Link</th>
                    <th scope="col" className="wide-only">
                      24 hours
                    </th>
                    <th scope="col" className="number">
                      data
                    </th>
                    <th scope="col" className="number wide-only">
                      counted
                    </th>
                    <th scope="col" className="number">
                      list price
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {links.slice(0, FIRST).map((one) => (
                    <tr key={one.connectionId}>
                      <th scope="row">
                        <a
                          href={`${EXPLORE}?${new URLSearchParams({ select: one.connectionId })}`}
                          title={plain(one.connectionId)}
                        >
                          {cutMiddle(one.connectionId, 44)}
                        </a>
                      </th>
                      <td className="wide-only">
                        <Hours values={one.hourlyUsd} />
                      </td>
                      <td className="number">{gigabytes(one.bytes / 1e9)}</td>
                      <td className="number wide-only">{percent(one.coverageRatio)}</td>
                      <td className="number">{one.usd === undefined ? "not known" : money(one.usd)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
            {links.length > FIRST && <p className="sub">and {counted(links.length - FIRST, "link")} that cost less</p>}
          </>
        )
      }
    </Section>
  );
}

/** Asked once for all that shows it. */
export const useMeter = () =>
  useQuery({ queryKey: ["costs", "meter"], queryFn: fetchCosts.meter, refetchInterval: 300_000, retry: false });

/** Hours as small bars; an hour that was not counted is a gap. */
function Hours({ values }: { readonly values: readonly (number | null)[] }) {
  const most = Math.max(...values.map((value) => value ?? 0), 1e-9);
  const gapCount = values.filter((value) => value === null).length;
  return (
    <svg
      width={values.length * 5}
      height="22"
      className="hours"
      role="img"
      aria-label={`${values.length} hours, at most ${money(most)} in one${gapCount > 0 ? `, ${gapCount} not counted or without a price` : ""}`}
    >
      <path
        d={values
          .map((value, hour) => {
            if (value === null) return "";
            const height = Math.max(1, (value / most) * 22);
            return `M${hour * 5},22v-${height.toFixed(1)}h4v${height.toFixed(1)}z`;
          })
          .join("")}
      />
    </svg>
  );
}

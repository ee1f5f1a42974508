import type { WhatIfList } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { fetchWhatIfList } from "../api/what-if.ts";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";
import { MOST } from "./address.ts";
import { Answer } from "./answer.tsx";
import { Choose } from "./choose.tsx";
import { listVerdictOf } from "./words.ts";
import { Worst } from "./worst.tsx";
import "./what-if.css";

const route = getRouteApi("/what-if");

/** What fails is chosen here, in thought; who loses what is said at once. */
export function WhatIf() {
  const { kill = [] } = route.useSearch();
  const navigate = useNavigate();
  const list = useQuery({ queryKey: ["what-if"], queryFn: fetchWhatIfList, refetchInterval: 60_000, retry: false });
  const go = (ids: readonly string[]) =>
    void navigate({ to: "/what-if", search: ids.length === 0 ? {} : { kill: [...new Set(ids)].slice(0, MOST) } });
  return (
    <div className="page what-if">
      {kill.length > 0 ? <Answer kill={kill} /> : <All list={list.data} error={list.error} />}
      <section className="card" aria-labelledby="fails">
        <div className="card-head">
          <h2 id="fails">What fails</h2>
          <span className="sub">In thought only: nothing is broken, and nothing is ordered.</span>
        </div>
        <Choose failures={list.data?.failures ?? []} chosen={kill} choose={(id) => go([...kill, id])} />
        {kill.length > 0 && (
          <ul className="failing">
            {kill.map((id) => (
              <li key={id}>
                <span>{plain(list.data?.failures.find((one) => one.id === id)?.name ?? id)}</span>
                <button
                  type="button"
                  aria-label={`${plain(id)} does not fail`}
                  onClick={() => go(kill.filter((one) => one !== id))}
                >
                  ✕
                </button>
              </li>
            ))}
            <li className="all">
              <button type="button" onClick={() => go([])}>
                Begin anew
              </button>
            </li>
          </ul>
        )}
      </section>
      {list.data && kill.length === 0 && <Worst list={list.data} />}
    </div>
  );
}

function All({ list, error }: { readonly list: WhatIfList | undefined; readonly error: Error | null }) {
  const verdict = list && listVerdictOf(list);
  return (
    <header className={`verdict ${verdict?.tone ?? (error ? "bad" : "watch")}`}>
      <div>
        <Heading>{verdict?.text ?? (error ? "What can fail is not known" : "Trying every failure …")}</Heading>
        <p role={error ? "alert" : undefined}>{verdict?.detail ?? error?.message ?? "Each one is tried in thought."}</p>
      </div>
    </header>
  );
}

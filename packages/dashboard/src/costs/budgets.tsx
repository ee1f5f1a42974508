import type { CostForecastList } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { fetchCosts } from "../api/costs.ts";
import { Scroll } from "../shell/scroll.tsx";
import { Section } from "./section.tsx";
import { money, percent, scopeName } from "./words.ts";

type Standing = CostForecastList["budgets"][number];
const SHOWN = 12;
const STATUSES = {
  within: ["within", "good"],
  foreseen: ["will be passed", "watch"],
  passed: ["passed", "bad"],
} as const;

/** Budgets as bars: what is spent, and between what and what the month will end; then forecasts of scopes without one. */
export function Budgets() {
  const query = useQuery({
    queryKey: ["costs", "forecasts"],
    queryFn: fetchCosts.forecasts,
    refetchInterval: 60_000,
    retry: false,
  });
  return (
    <Section title="Budgets and where the month ends" query={query}>
      {({ budgets, forecasts, currency }) => {
        const withBudget = new Set(budgets.map(({ budget: { scope } }) => `${scope.kind}/${scope.id}`));
        const others = forecasts.filter(({ scope }) => !withBudget.has(`${scope.kind}/${scope.id}`)).slice(0, SHOWN);
        return (
          <>
            {budgets.length === 0 && <p className="empty">No budget is set: costs.budgets in skylane.yaml.</p>}
            <ul className="budgets">
              {budgets.map((one) => (
                <Bar key={one.budget.id} standing={one} currency={currency} />
              ))}
            </ul>
            {others.length > 0 && (
              <Scroll label="Table of budgets">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Without a budget</th>
                      <th scope="col" className="number">
                        so far
                      </th>
                      <th scope="col" className="number">
                        month's end
                      </th>
                      <th scope="col" className="number">
                        80 % likely between
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {others.map(({ scope, spentUsd, monthEndUsd, lowUsd, highUsd }) => (
                      <tr key={`${scope.kind}/${scope.id}`}>
                        <th scope="row">{scopeName(scope)}</th>
                        <td className="number">{money(spentUsd, currency)}</td>
                        <td className="number">{money(monthEndUsd, currency)}</td>
                        <td className="number">
                          {money(lowUsd, currency)} and {money(highUsd, currency)}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
            )}
          </>
        );
      }}
    </Section>
  );
}

function Bar({
  standing: { budget, spentUsd, forecast, status },
  currency,
}: {
  readonly standing: Standing;
  readonly currency: string;
}) {
  const whole = Math.max(budget.monthlyUsd, spentUsd, forecast?.highUsd ?? 0) * 1.04;
  const at = (usd: number): string => `${Math.min(100, Math.max(0, (usd / whole) * 100)).toFixed(2)}%`;
  const [word, tone] = STATUSES[status];
  const ahead = forecast
    ? `ends at about ${money(forecast.monthEndUsd, currency)}, between ${money(forecast.lowUsd, currency)} and ${money(forecast.highUsd, currency)}`
    : "too little history to say where it ends";
  return (
    <li>
      <p className="budget-name">
        <strong>{scopeName(budget.scope)}</strong> <span className="sub">{budget.id}</span>
        <span className={`status ${tone}`}>{word}</span>
      </p>
      <div
        className={`budget-bar ${tone}`}
        role="img"
        aria-label={`${money(spentUsd, currency)} of ${money(budget.monthlyUsd, currency)} spent; ${ahead}`}
      >
        {forecast && (
          <span
            className="interval"
            style={{ left: at(forecast.lowUsd), right: `calc(100% - ${at(forecast.highUsd)})` }}
          />
        )}
        <span className="spent" style={{ width: at(spentUsd) }} />
        {forecast && <span className="middle" style={{ left: at(forecast.monthEndUsd) }} />}
        <span className="limit" style={{ left: at(budget.monthlyUsd) }} />
      </div>
      <p className="sub budget-says">
        <span>
          {money(spentUsd, currency)} of {money(budget.monthlyUsd, currency)} ({percent(spentUsd / budget.monthlyUsd)})
        </span>
        <span>{ahead}</span>
      </p>
    </li>
  );
}

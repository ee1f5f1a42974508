import type { CostRecommendation } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { answerRecommendation, fetchCosts } from "../api/costs.ts";
import { ago } from "../shell/ago.ts";
import { Chosen } from "../shell/chosen.tsx";
import { cutOff, plain } from "../shell/plain-text.ts";
import type { CostsAddress } from "./address.ts";
import { Answers } from "./answers.tsx";
import { Section } from "./section.tsx";
import { kindNames, money } from "./words.ts";

const FIRST = 6;
const STATUSES: Readonly<Record<CostRecommendation["status"], readonly [string, string]>> = {
  open: ["", ""],
  accepted: ["accepted", "watch"],
  verified: ["verified by the bill", "good"],
  "not-verified": ["not saved, by the bill", "bad"],
  dismissed: ["dismissed", "quiet"],
  ended: ["no grounds any more", "quiet"],
};

/** Ways to pay less: evidence, saving with its interval, risk, steps; and afterwards what the bill says. */
export function Recommendations({ address }: { readonly address: CostsAddress }) {
  const query = useQuery({
    queryKey: ["costs", "recommendations"],
    queryFn: fetchCosts.recommendations,
    refetchInterval: 60_000,
    retry: false,
  });
  return (
    <Section title="Pay less" query={query}>
      {({ atMs, recommendations }) => {
        if (recommendations.length === 0)
          return <p className="empty">Nothing is recommended. Bills and links are looked at once a day.</p>;
        const first = recommendations.filter((one, i) => i < FIRST || one.id === address.select);
        const rest = recommendations.filter((one) => !first.includes(one));
        return (
          <>
            <List recommendations={first} nowMs={atMs} select={address.select} />
            {rest.length > 0 && (
              <details className="more">
                <summary>{rest.length} more</summary>
                <List recommendations={rest} nowMs={atMs} select={undefined} />
              </details>
            )}
          </>
        );
      }}
    </Section>
  );
}

const List = ({
  recommendations,
  nowMs,
  select,
}: {
  readonly recommendations: readonly CostRecommendation[];
  readonly nowMs: number;
  readonly select: string | undefined;
}) => (
  <ul className="cost-list">
    {recommendations.map((one) => (
      <Item key={one.id} one={one} nowMs={nowMs} isChosen={one.id === select} />
    ))}
  </ul>
);

function Item({
  one,
  nowMs,
  isChosen,
}: {
  readonly one: CostRecommendation;
  readonly nowMs: number;
  readonly isChosen: boolean;
}) {
  const { id, kind, title, status, verified, savingUsd, savingLowUsd, savingHighUsd, risk, risks, evidence, todo } =
    one;
  const [statusName, tone] = STATUSES[status];
  const low = money(verified?.savedLowUsd ?? savingLowUsd);
  const high = money(verified?.savedHighUsd ?? savingHighUsd);
  const isDone = one.doneAtMs !== undefined;
  const isJudged = status === "verified" || status === "not-verified";
  return (
    <li>
      <Chosen isChosen={isChosen}>
        <summary>
          <span className="level kind">{kindNames[kind]}</span>
          <span className="incident-what" title={plain(title)}>
            {cutOff(title, 110)}
          </span>
          {statusName !== "" && (
            <span className={`status ${tone}`}>{isDone && !isJudged ? "done, waits for its bill" : statusName}</span>
          )}
          <span className="saving">
            <strong className="number">{money(verified?.savedUsd ?? savingUsd)} a month</strong>
            {low !== high && (
              <span className="sub">
                {low} to {high}
              </span>
            )}
          </span>
        </summary>
        <div className="finding-body">
          {verified && (
            <p className="cost-fix">
              <strong>By the bill:</strong> {plain(verified.says)} ({verified.daysBefore} days before,{" "}
              {verified.daysAfter} after)
            </p>
          )}
          <ul className="cost-facts-list">
            {[...new Set(evidence)].map((fact) => (
              <li key={fact}>{plain(fact)}</li>
            ))}
          </ul>
          <p className="sub">
            Risk {risk}
            {risks.length > 0 ? `: ${risks.map(plain).join("; ")}` : ""}
          </p>
          {todo.length > 0 && (
            <ol className="cost-facts-list">
              {todo.map(({ step, undo }) => (
                <li key={step}>
                  {plain(step)} <span className="sub">Back: {plain(undo)}</span>
                </li>
              ))}
            </ol>
          )}
          {one.decided && (
            <p className="sub">
              {plain(one.decided.by)}, {ago(nowMs - one.decided.atMs)} ago
            </p>
          )}
          {!isJudged && !isDone && (
            <Answers
              about={cutOff(title, 80)}
              choices={[
                ...(status === "accepted" ? [] : [{ label: "Accept", run: () => answerRecommendation(id, "accept") }]),
                { label: "It is done", run: () => answerRecommendation(id, "done") },
                ...(status === "dismissed"
                  ? []
                  : [{ label: "Dismiss", run: () => answerRecommendation(id, "dismiss") }]),
              ]}
            />
          )}
        </div>
      </Chosen>
    </li>
  );
}

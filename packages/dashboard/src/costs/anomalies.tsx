import type { CostAnomaly, CostAnomalyList } from "@skylane/core";
import { answerAnomaly } from "../api/costs.ts";
import { EXPLORE } from "../explore/address.ts";
import { ago } from "../shell/ago.ts";
import { plain } from "../shell/plain-text.ts";
import type { CostsAddress } from "./address.ts";
import { Answers } from "./answers.tsx";
import { Chosen } from "./chosen.tsx";
import { causeNames, momentName, money, scopeName, toneOf } from "./words.ts";

const OVER_SHOWN = 10;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const NOTE = "said on the page";

/** What is open with its evidence and what can be said of it; then what is over. */
export function Anomalies({
  value: { atMs, anomalies },
  address,
}: {
  readonly value: CostAnomalyList;
  readonly address: CostsAddress;
}) {
  const open = anomalies.filter(({ status }) => status === "open" || status === "snoozed");
  const over = anomalies.filter((one) => !open.includes(one));
  const shown = over.filter((one, i) => i < OVER_SHOWN || one.id === address.select);
  return (
    <>
      {open.length === 0 && (
        <p className="empty">
          {over.length === 0
            ? "Nothing was found. Flows, links and all of them together are looked at every half hour."
            : "Nothing is open."}
        </p>
      )}
      <ul className="cost-list">
        {open.map((one) => (
          <Item key={one.id} anomaly={one} nowMs={atMs} isChosen={one.id === address.select} />
        ))}
      </ul>
      {shown.length > 0 && (
        <>
          <h3 className="over-title">Over</h3>
          <ul className="cost-list">
            {shown.map((one) => (
              <Item key={one.id} anomaly={one} nowMs={atMs} isChosen={one.id === address.select} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Item({
  anomaly,
  nowMs,
  isChosen,
}: {
  readonly anomaly: CostAnomaly;
  readonly nowMs: number;
  readonly isChosen: boolean;
}) {
  const { id, scope, severity, status, cause, usdPerDay, usdSoFar, beganAtMs, foundAtMs, endedAtMs } = anomaly;
  const { evidence, routeChange, fix, feedback, snoozedUntilMs } = anomaly;
  const isOver = status === "ended" || status === "dismissed";
  const name = scopeName(scope);
  const say = (verb: Parameters<typeof answerAnomaly>[1], more: object = {}) =>
    answerAnomaly(id, verb, { note: NOTE, ...more });
  return (
    <li>
      <Chosen isChosen={isChosen}>
        <summary>
          <span className={`status ${isOver ? "quiet" : toneOf(severity)}`}>{isOver ? status : severity}</span>
          <span className="incident-what">
            {name} <span className="sub">{causeNames[cause]}</span>
          </span>
          {status === "snoozed" && snoozedUntilMs !== undefined && (
            <span className="sub">snoozed until {momentName(snoozedUntilMs)}</span>
          )}
          <strong className="number">{money(usdPerDay)} a day</strong>
        </summary>
        <div className="finding-body">
          <dl className="cost-facts">
            <Fact what="since">{momentName(beganAtMs)}</Fact>
            <Fact what="found">
              {momentName(foundAtMs)}, {ago(foundAtMs - beganAtMs)} later
            </Fact>
            {endedAtMs !== undefined && <Fact what="ended">{momentName(endedAtMs)}</Fact>}
            <Fact what="so far">{money(usdSoFar)}</Fact>
            <Fact what="an hour">
              {money(anomaly.observedUsdPerHour)}, expected {money(anomaly.expectedUsdPerHour)}
            </Fact>
            {routeChange && (
              <Fact what="route change">
                {plain(routeChange.what)}, {momentName(routeChange.atMs)}
                {routeChange.by === undefined ? "" : `, by ${plain(routeChange.by)}`}
              </Fact>
            )}
          </dl>
          <ul className="cost-facts-list">
            {[...new Set(evidence)].map((fact) => (
              <li key={fact}>{plain(fact)}</li>
            ))}
          </ul>
          {fix && (
            <p className="cost-fix">
              <strong>What would end it:</strong> {plain(fix.says)}{" "}
              {fix.toConnectionId !== undefined && (
                <a href={`${EXPLORE}?${new URLSearchParams({ select: fix.toConnectionId })}`}>See the link</a>
              )}
            </p>
          )}
          {feedback && (
            <p className="sub">
              {plain(feedback.by)} said {VERDICTS[feedback.verdict]}, {ago(nowMs - feedback.atMs)} ago
              {feedback.note === "" || feedback.note === NOTE ? "" : `: ${plain(feedback.note)}`}
            </p>
          )}
          <Answers
            about={name}
            choices={[
              { label: "It is real", run: () => say("confirm") },
              { label: "Expected", run: () => say("dismiss", { verdict: "expected" }) },
              { label: "Nothing was there", run: () => say("dismiss", { verdict: "wrong" }) },
              ...(isOver
                ? []
                : [
                    { label: "Snooze a day", run: () => say("snooze", { forMs: DAY_MS }) },
                    { label: "Snooze a week", run: () => say("snooze", { forMs: WEEK_MS }) },
                  ]),
            ]}
          />
        </div>
      </Chosen>
    </li>
  );
}

const VERDICTS = { real: "that it is real", expected: "that it is expected", wrong: "that nothing was there" } as const;

const Fact = ({ what, children }: { readonly what: string; readonly children: React.ReactNode }) => (
  <div>
    <dt>{what}</dt>
    <dd>{children}</dd>
  </div>
);

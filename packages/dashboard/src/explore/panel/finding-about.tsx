import type { Finding } from "@skylane/core";
import { cutOff, plain } from "../../shell/plain-text.ts";
import { writeAddress } from "../address.ts";
import { nameOf } from "../estate-index.ts";
import { counted, ruleNames, usd } from "../words.ts";
import type { Asked } from "./panel.tsx";

const FLOWS_SHOWN = 12;

/** A finding: what was seen, what it is about, and what to do, with the way back. */
export function FindingAbout({ finding, index, address }: Asked & { readonly finding: Finding }) {
  return (
    <>
      <FindingFacts finding={finding} />
      <h3>What it is about</h3>
      <ul className="choices">
        {finding.subjects.map((subject) => (
          <li key={subject}>
            <a href={writeAddress({ ...address, select: subject })} title={plain(subject)}>
              {cutOff(index.connectionById.has(subject) ? subject : nameOf(index, subject), 48)}
            </a>
          </li>
        ))}
        {finding.subjects.length === 0 && <li>The estate as a whole.</li>}
      </ul>
    </>
  );
}

/** What is wrong with one thing; nothing if nothing is. */
export function FindingsOn({ subject, index, address }: Asked & { readonly subject: string }) {
  const findings = index.findingsOn.get(subject) ?? [];
  if (findings.length === 0) return null;
  return (
    <>
      <h3>{counted(findings.length, "finding")}</h3>
      {findings.map((finding, i) => (
        <details key={finding.id} className="sighting" open={i === 0}>
          <summary>
            <span className={`severity ${finding.severity}`}>{finding.severity}</span> {ruleNames[finding.rule]}
          </summary>
          <p>
            <a href={writeAddress({ ...address, select: finding.id })}>{plain(finding.title)}</a>
          </p>
          <FindingFacts finding={finding} />
        </details>
      ))}
    </>
  );
}

function FindingFacts({
  finding: { severity, rule, evidence, todo, plan, flowIds, monthlyUsd },
}: {
  readonly finding: Finding;
}) {
  return (
    <>
      <p className="tags">
        <span className={`severity ${severity}`}>{severity}</span>
        <span className="tag">{ruleNames[rule]}</span>
        {monthlyUsd !== undefined && <span className="tag">{usd(monthlyUsd)} a month</span>}
      </p>
      <h4>What was seen</h4>
      <ul className="evidence">
        {evidence.map((line) => (
          <li key={line}>{plain(line)}</li>
        ))}
      </ul>
      {flowIds.length > 0 && (
        <p className="sub">
          {counted(flowIds.length, "flow")}: {flowIds.slice(0, FLOWS_SHOWN).map(plain).join(", ")}
          {flowIds.length > FLOWS_SHOWN && ` and ${flowIds.length - FLOWS_SHOWN} more`}
        </p>
      )}
      <h4>What to do</h4>
      <p className="todo">{plain(todo)}</p>
      {plan.length > 0 && (
        <ol className="plan">
          {plan.map(({ step, undo }) => (
            <li key={step}>
              {plain(step)}
              <div className="sub">To take it back: {plain(undo)}</div>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

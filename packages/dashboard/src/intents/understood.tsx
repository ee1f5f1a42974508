import type { IntentIssue, IntentQuestion, IntentView } from "@skylane/core";
import { IntentRequest } from "@skylane/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { submitIntent } from "../api/intents.ts";
import { useDraft } from "../session/use-draft.ts";
import { useMay } from "../session/use-may.ts";
import { plain } from "../shell/plain-text.ts";
import { kindNames } from "./words.ts";

type One = IntentView["run"]["intents"][number];
const SHOWN = 5;
const { answers: Answers } = IntentRequest.shape;

/** What was read, what is asked back, and what cannot be taken: of many requests those that need somebody come first. */
export function Understood({ view: { run } }: { readonly view: IntentView }) {
  const [isWhole, setWhole] = useState(false);
  const sorted = run.intents.toSorted(
    (a, b) => Number(a.understanding.kind === "understood") - Number(b.understanding.kind === "understood"),
  );
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN);
  const violations = run.plan?.violations ?? [];
  const issues = run.plan?.issues ?? [];
  return (
    <section className="card" aria-labelledby="understood">
      <div className="card-head">
        <h2 id="understood">What was understood</h2>
      </div>
      <ul className="wishes">
        {shown.map((one) => (
          <li key={one.id}>
            <Wish one={one} isAlone={run.intents.length === 1} draftKey={`${run.id} ${one.id}`} />
          </li>
        ))}
      </ul>
      {sorted.length > SHOWN && (
        <button type="button" onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show fewer" : `Show all ${sorted.length}`}
        </button>
      )}
      {violations.length > 0 && (
        <>
          <h3>Rules it would break</h3>
          <ul className="issues">
            {violations.map(({ intentId, rule, reason, alternatives }) => (
              <li key={`${intentId}${rule}`}>
                <strong>
                  <span aria-hidden="true">✕</span> {plain(rule)}
                </strong>{" "}
                {plain(reason)}
                {alternatives.length > 0 && (
                  <div className="sub">Instead: {alternatives.map(({ label }) => plain(label)).join("; ")}</div>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {issues.length > 0 && (
        <>
          <h3>Could not be designed</h3>
          <Issues issues={issues.map(({ issue }) => issue)} />
        </>
      )}
    </section>
  );
}

function Wish({
  one: { request, understanding, mended },
  isAlone,
  draftKey,
}: {
  readonly one: One;
  readonly isAlone: boolean;
  readonly draftKey: string;
}) {
  return (
    <>
      {request.text !== undefined && <blockquote>{plain(request.text)}</blockquote>}
      {understanding.kind === "understood" && (
        <dl className="slots">
          <div>
            <dt>From</dt>
            <dd>
              {plain(understanding.intent.source.name)}{" "}
              <span className="sub">
                {kindNames[understanding.intent.source.kind]}, {plain(understanding.intent.source.regionId)}
              </span>
            </dd>
          </div>
          <div>
            <dt>To</dt>
            <dd>
              {plain(understanding.intent.destination.name)}{" "}
              <span className="sub">
                {kindNames[understanding.intent.destination.kind]}, {plain(understanding.intent.destination.regionId)},
                port {understanding.intent.port}
              </span>
            </dd>
          </div>
          <div>
            <dt>Read as</dt>
            <dd>
              <ul className="read-as">
                {understanding.readAs.map((line) => (
                  <li key={line}>{plain(line)}</li>
                ))}
              </ul>
            </dd>
          </div>
        </dl>
      )}
      {understanding.kind === "refused" && <Issues issues={understanding.issues} />}
      {understanding.kind === "questions" && (
        <Questions
          questions={understanding.questions}
          readAs={understanding.readAs}
          one={request}
          isAlone={isAlone}
          draftKey={`answers ${draftKey}`}
        />
      )}
      {mended.length > 0 && (
        <p className="sub">Mended by asking for more: {mended.map(({ rule }) => plain(rule)).join(", ")}</p>
      )}
    </>
  );
}

const Issues = ({ issues }: { readonly issues: readonly IntentIssue[] }) => (
  <ul className="issues">
    {issues.map(({ field, rule, message, example }) => (
      <li key={`${field}${rule}${message}`}>
        <strong>
          <span aria-hidden="true">✕</span> {plain(field)}
        </strong>{" "}
        {plain(message)} <span className="sub">For example: {plain(example)}</span>
      </li>
    ))}
  </ul>
);

/** Answers make a request of their own: the same words, with what was said. */
function Questions({
  questions,
  readAs,
  one,
  isAlone,
  draftKey,
}: {
  readonly questions: readonly IntentQuestion[];
  readonly readAs: readonly string[];
  readonly one: One["request"];
  readonly isAlone: boolean;
  readonly draftKey: string;
}) {
  const [answers, setAnswers, forget] = useDraft(draftKey, Answers, one.answers);
  const may = useMay("ask-intent");
  const whyId = useId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const again = useMutation({
    mutationFn: () => {
      const { idempotencyKey: _, ...rest } = one;
      return submitIntent({ ...rest, answers });
    },
    onSuccess: ({ id }) => {
      forget();
      void client.invalidateQueries({ queryKey: ["intents"] });
      void navigate({ to: "/intents/$id", params: { id } });
    },
  });
  const lacks = questions.some(({ slot }) => !answers[slot]?.trim());
  return (
    <form
      className="questions"
      onSubmit={(event) => {
        event.preventDefault();
        if (may.isAllowed) again.mutate();
      }}
    >
      {readAs.length > 0 && <p className="sub">Read so far: {readAs.map(plain).join("; ")}</p>}
      {questions.map(({ slot, prompt, choices, example }) => (
        <fieldset key={slot} disabled={!isAlone}>
          <legend>{plain(prompt)}</legend>
          {choices.map(({ id, label }) => (
            <label key={id}>
              <input
                type="radio"
                name={slot}
                checked={answers[slot] === id}
                onChange={() => setAnswers({ ...answers, [slot]: id })}
              />{" "}
              {plain(label)}
            </label>
          ))}
          {choices.length === 0 && (
            <input
              type="text"
              aria-label={plain(prompt)}
              maxLength={600}
              placeholder={plain(example)}
              value={answers[slot] ?? ""}
              onChange={({ target }) => setAnswers({ ...answers, [slot]: target.value })}
            />
          )}
        </fieldset>
      ))}
      {isAlone ? (
        <>
          <button
            type="submit"
            className="primary"
            disabled={lacks || again.isPending}
            aria-disabled={!may.isAllowed}
            aria-describedby={may.isAllowed ? undefined : whyId}
          >
            Go on with these answers
          </button>
          {!may.isAllowed && (
            <span id={whyId} className="sub">
              {" "}
              Not for you: {plain(may.reason ?? "")}
            </span>
          )}
        </>
      ) : (
        <p className="sub">Put the answer into the table, and hand it in again.</p>
      )}
      {again.error && (
        <p role="alert" className="error">
          {plain(again.error.message)}
        </p>
      )}
    </form>
  );
}

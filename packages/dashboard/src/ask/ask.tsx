import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { fetchAnswer } from "../api/query.ts";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";
import { Answer } from "./answer.tsx";
import { Misread } from "./misread.tsx";
import { RequestCard } from "./request.tsx";
import { examples } from "./words.ts";
import "./ask.css";

const route = getRouteApi("/ask");

/** A question in words, and its answer as a table, a picture, and what follows from it. */
export function Ask() {
  const { q, request } = route.useSearch();
  const navigate = useNavigate();
  const answer = useQuery({
    queryKey: ["query", q],
    queryFn: () => fetchAnswer(q ?? ""),
    enabled: q !== undefined,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const go = (question: string) => {
    const wanted = question.trim();
    if (wanted !== "" && wanted === q) void answer.refetch();
    else void navigate({ to: "/ask", search: wanted === "" ? {} : { q: wanted } });
  };
  return (
    <div className="page ask">
      <header className="title">
        <Heading>Ask</Heading>
        <p className="sub">Over requests of applications, samples of paths, events and incidents. Times are UTC.</p>
      </header>
      <Field question={q ?? ""} ask={go} isAsking={answer.isFetching} />
      {q === undefined && <Examples />}
      {answer.error && (
        <p role="alert" className="banner">
          {plain(answer.error.message)}
        </p>
      )}
      {answer.isLoading && <p className="empty">Looking …</p>}
      {request !== undefined && <RequestCard traceId={request} question={q} />}
      {answer.data?.outcome === "answered" && <Answer answer={answer.data} question={q ?? ""} shown={request} />}
      {answer.data?.outcome === "not-understood" && <Misread misread={answer.data} />}
    </div>
  );
}

function Field({
  question,
  ask,
  isAsking,
}: {
  readonly question: string;
  readonly ask: (question: string) => void;
  readonly isAsking: boolean;
}) {
  const [words, setWords] = useState(question);
  // another question was opened by its address
  useEffect(() => setWords(question), [question]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(words);
  };
  return (
    <search>
      <form className="ask-field" onSubmit={submit}>
        <input
          type="search"
          aria-label="Question"
          placeholder="requests from web-app to data-service slower than 1 s yesterday"
          maxLength={1_000}
          spellCheck={false}
          autoCapitalize="none"
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
        <button type="submit">{isAsking ? "Asking …" : "Ask"}</button>
      </form>
    </search>
  );
}

const Examples = () => (
  <section className="card" aria-labelledby="ask-examples">
    <div className="card-head">
      <h2 id="ask-examples">For example</h2>
    </div>
    <ul className="plain-list">
      {examples.map((example) => (
        <li key={example}>
          <Link to="/ask" search={{ q: example }}>
            {example}
          </Link>
        </li>
      ))}
    </ul>
  </section>
);

import { ComplianceTag, type IntentRun } from "@skylane/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useId } from "react";
import * as z from "zod";
import { submitIntent, submitIntents } from "../api/intents.ts";
import { useDraft } from "../session/use-draft.ts";
import { useMay } from "../session/use-may.ts";
import { plain } from "../shell/plain-text.ts";
import { clouds, emptyForm, FormFields, slotsOf } from "./slots.ts";
import { kindNames } from "./words.ts";

const WAYS = { words: "In words", form: "By form", table: "Many, as a table" } as const;
type Way = keyof typeof WAYS;
/** All that is typed here, and how. */
const Typed = z.strictObject({
  way: z.enum(["words", "form", "table"]),
  words: z.string().max(4_000),
  form: FormFields,
  csv: z.string(),
  acceptFixes: z.boolean(),
});
const NOTHING: z.infer<typeof Typed> = { way: "words", words: "", form: emptyForm, csv: "", acceptFixes: false };
const EXAMPLE =
  "Connect AWS Lambda OrderProcessor in us-east-1 to Azure SQL orderdb in East US: under 20 ms, PCI-DSS, about 500 GB a month";

/** Asks for a connection: in words, by form, or many at once. Nothing is built by asking. */
export function Ask() {
  const [typed, setTyped, forget] = useDraft("intent", Typed, NOTHING);
  const { way, words, form, csv, acceptFixes } = typed;
  const type = (part: Partial<typeof typed>): void => setTyped({ ...typed, ...part });
  const may = useMay("ask-intent");
  const whyId = useId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const submit = useMutation({
    mutationFn: (): Promise<IntentRun> => {
      if (way === "words") return submitIntent({ text: words, acceptFixes });
      if (way === "form") return submitIntent({ slots: slotsOf(form), acceptFixes });
      return submitIntents({ csv, acceptFixes });
    },
    onSuccess: ({ id }) => {
      forget();
      void client.invalidateQueries({ queryKey: ["intents"] });
      void navigate({ to: "/intents/$id", params: { id } });
    },
  });
  const isEmpty =
    way === "words"
      ? words.trim() === ""
      : way === "form"
        ? form.fromName === "" && form.toName === ""
        : csv.trim() === "";
  return (
    <form
      className="card request"
      aria-labelledby="ask"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (may.isAllowed) submit.mutate();
      }}
    >
      <div className="card-head">
        <h2 id="ask">Ask for a connection</h2>
        <fieldset className="ways">
          <legend className="hidden">How</legend>
          {(Object.keys(WAYS) as Way[]).map((one) => (
            <label key={one}>
              <input type="radio" name="way" checked={way === one} onChange={() => type({ way: one })} /> {WAYS[one]}
            </label>
          ))}
        </fieldset>
      </div>
      {way === "words" && (
        <label className="words">
          <span className="hidden">What is wanted, in your words</span>
          <textarea
            rows={3}
            maxLength={4_000}
            value={words}
            placeholder={EXAMPLE}
            onChange={({ target }) => type({ words: target.value })}
          />
        </label>
      )}
      {way === "form" && <Form form={form} change={(part) => type({ form: { ...form, ...part } })} />}
      {way === "table" && <Table csv={csv} setCsv={(text) => type({ csv: text })} />}
      <p className="request-end">
        <button
          type="submit"
          className="primary"
          disabled={isEmpty || submit.isPending}
          // a button that is disabled cannot be reached, nor its reason heard
          aria-disabled={!may.isAllowed}
          aria-describedby={may.isAllowed ? undefined : whyId}
        >
          {submit.isPending ? "Looking for a way …" : "Show me a plan"}
        </button>
        <label>
          <input
            type="checkbox"
            checked={acceptFixes}
            onChange={({ target }) => type({ acceptFixes: target.checked })}
          />{" "}
          Mend what breaks policy by asking for more, such as encryption
        </label>
        {may.isAllowed ? (
          <span className="sub">A plan is shown first; nothing is built before it is signed.</span>
        ) : (
          <span id={whyId} className="sub">
            Not for you: {plain(may.reason ?? "")}
          </span>
        )}
      </p>
      {submit.error && (
        <p role="alert" className="error">
          {plain(submit.error.message)}
        </p>
      )}
    </form>
  );
}

function Form({ form, change }: { readonly form: FormFields; readonly change: (part: Partial<FormFields>) => void }) {
  const text = (key: keyof FormFields, label: string, more: { placeholder?: string; inputMode?: "decimal" } = {}) => (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          type="text"
          maxLength={256}
          value={String(form[key])}
          onChange={({ target }) => change({ [key]: target.value })}
          {...more}
        />
      )}
    </Field>
  );
  const choice = (key: keyof FormFields, label: string, options: Readonly<Record<string, string>>, none: string) => (
    <Field label={label}>
      {(id) => (
        <select id={id} value={String(form[key])} onChange={({ target }) => change({ [key]: target.value })}>
          <option value="">{none}</option>
          {Object.entries(options).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  return (
    <>
      <div className="ends">
        <fieldset>
          <legend>From: who opens connections</legend>
          {text("fromName", "Name, id, host name or address")}
          {choice("fromCloud", "Cloud", clouds, "any")}
          {choice("fromKind", "What it is", kindNames, "any")}
          {text("fromRegion", "Region or site", { placeholder: "us-east-1" })}
        </fieldset>
        <fieldset>
          <legend>To: who answers</legend>
          {text("toName", "Name, id, host name or address")}
          {choice("toCloud", "Cloud", clouds, "any")}
          {choice("toKind", "What it is", kindNames, "any")}
          {text("toRegion", "Region or site", { placeholder: "eastus" })}
        </fieldset>
      </div>
      <fieldset className="asked-needs">
        <legend>What is needed of the way; empty = nothing is assumed</legend>
        {text("port", "Port", { inputMode: "decimal", placeholder: "the usual one" })}
        {text("maxRttMs", "Round trip at most, ms", { inputMode: "decimal" })}
        {text("monthlyGb", "Data a month, GB", { inputMode: "decimal" })}
        {choice(
          "encryption",
          "Encryption on the way",
          { required: "required", "not-needed": "not needed" },
          "as policy says",
        )}
        {choice("endpoint", "Endpoint", { public: "its public endpoint" }, "a private address")}
        <div className="checks">
          {ComplianceTag.options.map((tag) => (
            <label key={tag}>
              <input
                type="checkbox"
                checked={form.compliance.includes(tag)}
                onChange={({ target }) =>
                  change({
                    compliance: target.checked
                      ? [...form.compliance, tag]
                      : form.compliance.filter((one) => one !== tag),
                  })
                }
              />{" "}
              {tag.toUpperCase()}
            </label>
          ))}
          <label>
            <input
              type="checkbox"
              checked={form.isPublicForbidden}
              onChange={({ target }) => change({ isPublicForbidden: target.checked })}
            />{" "}
            Not over the internet, not even in a tunnel
          </label>
        </div>
      </fieldset>
    </>
  );
}

function Table({ csv, setCsv }: { readonly csv: string; readonly setCsv: (csv: string) => void }) {
  const take = (file: File | undefined): void => void file?.text().then(setCsv);
  return (
    <div className="table-in">
      <label>
        A file of comma-separated values, or paste it below{" "}
        <input type="file" accept=".csv,text/csv" onChange={({ target }) => take(target.files?.[0])} />
      </label>
      <textarea
        rows={6}
        aria-label="Table as comma-separated values"
        value={csv}
        spellCheck={false}
        placeholder="source,source_cloud,source_region,destination,destination_cloud,destination_region,port,max_rtt_ms,monthly_gb,owner"
        onChange={({ target }) => setCsv(target.value)}
      />
      <p className="sub">
        A row is a connection. A table with a row that cannot be taken is not taken at all, and says which row and what
        would pass.
      </p>
    </div>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

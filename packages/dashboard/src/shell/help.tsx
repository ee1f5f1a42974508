import { useRouter } from "@tanstack/react-router";
import { type RefObject, useId } from "react";
import { navPages } from "./pages.ts";

/** The keys there are, and their switch: single letters get in the way of who speaks to the machine. */
export function Help({
  dialog,
  isOn,
  setOn,
}: {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  readonly isOn: boolean;
  readonly setOn: (isOn: boolean) => void;
}) {
  const pages = navPages(Object.values(useRouter().routesById));
  const titleId = useId();
  return (
    <dialog ref={dialog} className="help" aria-labelledby={titleId}>
      <h2 id={titleId}>Keys</h2>
      <dl className="keys">
        {pages.map(({ key, label }) => (
          <div key={key}>
            <dt>
              <kbd>g</kbd> <kbd>{key}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>/</kbd>
          </dt>
          <dd>Search the estate</dd>
        </div>
        <div>
          <dt>
            <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd>
          </dt>
          <dd>Size of the picture of Explore, where it has the focus</dd>
        </div>
        <div>
          <dt>
            <kbd>?</kbd>
          </dt>
          <dd>These keys</dd>
        </div>
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>Close what is open</dd>
        </div>
      </dl>
      <form method="dialog" className="help-end">
        <label>
          <input type="checkbox" checked={isOn} onChange={({ target }) => setOn(target.checked)} /> Keys are on
        </label>
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

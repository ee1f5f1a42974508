/**
 * What Slack refuses of blocks, messages and windows: too long, too many, or empty.
 * @see https://docs.slack.dev/reference/block-kit and /reference/views/modal-views (read 2026-11)
 */
type Part = Readonly<Record<string, unknown>>;

/** Every reason why Slack would not take a message; empty = it takes it. */
export const messageProblems = (message: unknown): readonly string[] => {
  const { text = "", blocks = [] } = message as { text?: string; blocks?: Part[] };
  return [
    ...(text.length > 40_000 ? ["text is too long"] : []),
    ...(blocks.length > 50 ? [`a message has 50 blocks at most, not ${blocks.length}`] : []),
    ...blocks.flatMap((block) => blockProblems(block, false)),
  ];
};

/** Every reason why Slack would not open a window. */
export function viewProblems(view: unknown): readonly string[] {
  const { type, title, submit, close, callback_id = "", private_metadata = "", blocks = [] } = view as Part;
  const all = blocks as Part[];
  const ids = all.map(({ block_id }) => block_id).filter((id) => id !== undefined);
  return [
    ...(type === "modal" ? [] : ["type must be modal"]),
    ...textProblems("title", title, 24),
    ...(submit === undefined ? [] : textProblems("submit", submit, 24)),
    ...(close === undefined ? [] : textProblems("close", close, 24)),
    ...(String(callback_id).length > 255 ? ["callback_id is too long"] : []),
    ...(String(private_metadata).length > 3_000 ? ["private_metadata is too long"] : []),
    ...(all.length === 0 || all.length > 100 ? [`a window has 1 to 100 blocks, not ${all.length}`] : []),
    ...(all.some((block) => block.type === "input") && submit === undefined
      ? ["a window with inputs needs submit"]
      : []),
    ...(new Set(ids).size < ids.length ? ["block_id comes twice"] : []),
    ...all.flatMap((block) => blockProblems(block, true)),
  ];
}

/** Every reason why Slack would not show what a list was answered with. */
export const optionsProblems = (answer: unknown): readonly string[] => {
  const { options } = answer as { options: Part[] };
  return [...(options.length > 100 ? ["a list has 100 options at most"] : []), ...options.flatMap(optionProblems)];
};

function blockProblems(block: Part, isView: boolean): readonly string[] {
  const { type, block_id = "" } = block;
  const own = String(block_id).length > 255 ? ["block_id is too long"] : [];
  switch (type) {
    case "header":
      return [...own, ...textProblems("header", block.text, 150)];
    case "section":
      return [...own, ...textProblems("section", block.text, 3_000)];
    case "actions": {
      const elements = block.elements as Part[];
      return [
        ...own,
        ...(elements.length === 0 || elements.length > 25 ? ["actions has 1 to 25 elements"] : []),
        ...elements.flatMap(elementProblems),
      ];
    }
    case "input":
      return [
        ...own,
        ...(isView ? [] : ["an input is for windows"]),
        ...textProblems("label", block.label, 2_000),
        ...(block.hint === undefined ? [] : textProblems("hint", block.hint, 2_000)),
        ...elementProblems(block.element as Part),
      ];
    default:
      return [`there is no block ${String(type)}`];
  }
}

function elementProblems(element: Part): readonly string[] {
  const { type, action_id = "", placeholder, confirm } = element;
  const own = [
    ...(String(action_id).length === 0 || String(action_id).length > 255 ? ["action_id has 1 to 255 characters"] : []),
    ...(placeholder === undefined ? [] : textProblems("placeholder", placeholder, 150)),
    ...(confirm === undefined ? [] : confirmProblems(confirm as Part)),
  ];
  switch (type) {
    case "button":
      return [
        ...own,
        ...textProblems("button", element.text, 75),
        ...(String(element.value ?? "").length > 2_000 ? ["a button's value is too long"] : []),
      ];
    case "static_select":
    case "multi_static_select": {
      const options = element.options as Part[];
      return [
        ...own,
        ...(options.length === 0 || options.length > 100 ? ["a list has 1 to 100 options"] : []),
        ...options.flatMap(optionProblems),
      ];
    }
    case "external_select":
    case "datepicker":
      return own;
    case "number_input":
      return [...own, ...(typeof element.is_decimal_allowed === "boolean" ? [] : ["is_decimal_allowed is missing"])];
    case "plain_text_input":
      return [...own, ...(Number(element.max_length ?? 1) > 3_000 ? ["max_length is 3000 at most"] : [])];
    default:
      return [`there is no element ${String(type)}`];
  }
}

const optionProblems = ({ text, value, description }: Part): readonly string[] => [
  ...textProblems("option", text, 75),
  ...(String(value).length === 0 || String(value).length > 150 ? ["an option's value has 1 to 150 characters"] : []),
  ...(description === undefined ? [] : textProblems("description", description, 75)),
];

const confirmProblems = ({ title, text, confirm, deny }: Part): readonly string[] => [
  ...textProblems("confirm title", title, 100),
  ...textProblems("confirm text", text, 300),
  ...textProblems("confirm", confirm, 30),
  ...textProblems("deny", deny, 30),
];

function textProblems(where: string, given: unknown, maxLength: number): readonly string[] {
  const { type, text } = (given ?? {}) as Part;
  if ((type !== "plain_text" && type !== "mrkdwn") || typeof text !== "string") return [`${where} has no text`];
  if (text.length === 0 || text.length > maxLength)
    return [`${where} has 1 to ${maxLength} characters, not ${text.length}`];
  return [];
}

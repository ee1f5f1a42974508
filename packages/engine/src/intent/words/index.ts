export { alikeViolations, firstOf } from "./alike-violations.ts";
export { connectionDocument, stands } from "./connection-document.ts";
export { type ConnectionRecord, connectionMarkdown } from "./connection-markdown.ts";
export { inMarkdown, inSlack, inTerminal } from "./escape.ts";
export { previewLines } from "./preview-lines.ts";
export { previewMarkdown } from "./preview-markdown.ts";

export * from "./design/index.ts";
export * from "./policy/index.ts";
export * from "./preview/index.ts";
export * from "./words/index.ts";

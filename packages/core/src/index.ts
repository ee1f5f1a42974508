export * from "./api/index.ts";
export * from "./config/index.ts";
export * from "./deployment/index.ts";
export * from "./errors/index.ts";
export * from "./events/index.ts";
export * from "./model/index.ts";
export * from "./ports/index.ts";
export * from "./units/index.ts";

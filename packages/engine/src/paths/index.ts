export type { ChoiceContext } from "./choose-paths.ts";
export { choosePaths } from "./choose-paths.ts";
export { refreshChoices } from "./use-cases/refresh-choices.ts";

export { peopleError, peopleErrors } from "./errors.ts";
export { signedBy } from "./signed-by.ts";
export { allow } from "./use-cases/allow.ts";

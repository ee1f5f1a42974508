export { awsEndpoint } from "./aws-endpoint.ts";
export { jsonFailure, jsonOf } from "./json-answers.ts";
export { signPost } from "./sign-post.ts";

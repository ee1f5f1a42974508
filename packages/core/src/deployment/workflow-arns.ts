import { type FunctionName, functions } from "./manifest.ts";

/** What stands for a function's ARN in the state machines' ASL, e.g. `CheckGuardsArn` in `${CheckGuardsArn}`. */
export const arnPlaceholder = (name: string): string =>
  `${name.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())}Arn`;

/** The functions whose ARN a state machine's ASL asks for, in the manifest's order. */
export const functionsOfWorkflow = (asl: string): readonly FunctionName[] =>
  (Object.keys(functions) as FunctionName[]).filter((name) => asl.includes(`\${${arnPlaceholder(name)}}`));

/** ASL with the ARNs in their places. What stands for no shipped function stays as it is. */
export const withArns = (asl: string, arnOf: (name: FunctionName) => string): string =>
  functionsOfWorkflow(asl).reduce((text, name) => text.replaceAll(`\${${arnPlaceholder(name)}}`, arnOf(name)), asl);

import { fitRttPrior, missingData, readAzurePairs, readPairs } from "./fit-rtt-prior.ts";

// The prior of round trips, fitted afresh: what it is made of and how far off it is, on what it saw and on what it did not.
const missing = missingData();
if (missing !== undefined) console.log(JSON.stringify({ bench: "rtt-prior", skipped: missing }));
else console.log(JSON.stringify({ bench: "rtt-prior", ...fitRttPrior(readPairs(), readAzurePairs()) }));

import { holdToContract } from "../support/provisioner-rows/hold-to-contract.ts";

holdToContract("gcp");

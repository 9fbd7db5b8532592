/** Of a round of `npm run fuzz`: every property draws its cases from the round's seed. */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.TA_FUZZ_SEED) });

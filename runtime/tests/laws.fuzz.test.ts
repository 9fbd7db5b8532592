// One round of `npm run fuzz`.
import { laws } from "./laws.ts";

laws(Number(process.env.TA_FUZZ_CASES), 700);

import { laws } from "./laws.ts";

laws(60, 700);

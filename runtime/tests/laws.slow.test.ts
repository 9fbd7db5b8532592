import { laws } from "./laws.ts";

laws(1500, 2500);

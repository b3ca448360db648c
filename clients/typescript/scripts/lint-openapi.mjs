// Holds an OpenAPI document against the recommended rules of Redocly: node scripts/lint-openapi.mjs openapi.json
import { createConfig, formatProblems, getTotals, lint } from "@redocly/openapi-core";

const [ref] = process.argv.slice(2);
const config = await createConfig({ extends: ["recommended"] });
const problems = await lint({ ref, config });
const totals = getTotals(problems);
if (problems.length) formatProblems(problems, { format: "stylish", totals, version: "" });
process.exitCode = problems.length ? 1 : 0;

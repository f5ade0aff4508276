// Lints the contract by redocly.yaml. Every finding is a failure, told with its place in the file.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatProblems, getTotals, lint, loadConfig } from '@redocly/openapi-core';

const [contract] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const config = await loadConfig({ configPath: path.join(here, 'redocly.yaml') });
const problems = await lint({ ref: contract, config });
const totals = getTotals(problems);
formatProblems(problems, { totals, format: 'codeframe', maxProblems: 50 });
console.log(`${totals.errors} errors, ${totals.warnings} warnings`);
process.exit(problems.length === 0 ? 0 : 1);

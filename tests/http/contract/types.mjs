// Makes a client's TypeScript types from the contract and compiles them, strictly, with what a client does with them
// (client.ts). No member may come out without a type of its own.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const [contract] = process.argv.slice(2);
const types = astToString(await openapiTS(pathToFileURL(contract)));
// Further headers, texts and comments are not members.
const members = types.split('\n').map((line) => line.replace(/"[^"]*"|\[name: string\]: unknown|\/?\*.*/g, ''));
const findings = members.filter((line) => /\b(unknown|any)\b/.test(line));

const directory = mkdtempSync(path.join(tmpdir(), 'wildclaims-types-'));
try {
  writeFileSync(path.join(directory, 'contract.ts'), types);
  const client = path.join(directory, 'client.ts');
  copyFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), 'client.ts'), client);
  const program = ts.createProgram([client], {
    strict: true, noEmit: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, types: [],
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  for (const each of ts.getPreEmitDiagnostics(program)) {
    const { line } = each.file?.getLineAndCharacterOfPosition(each.start) ?? { line: 0 };
    const name = each.file ? path.basename(each.file.fileName) : '';
    findings.push(`${name}:${line + 1}: ${ts.flattenDiagnosticMessageText(each.messageText, '\n')}`);
  }
} finally {
  rmSync(directory, { recursive: true });
}
findings.forEach((each) => console.log(each));
console.log(`${types.split('\n').length} lines of types, ${findings.length} findings`);
process.exit(findings.length === 0 ? 0 : 1);

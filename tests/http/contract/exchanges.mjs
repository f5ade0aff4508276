// Holds recorded requests and answers (tests/http/exchange_record.h) against the contract, both ways: whatever went over
// the wire is in the contract, and whatever the contract names went over the wire.
//   node exchanges.mjs CONTRACT DIRECTORY
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { Contract } from './contract.mjs';
import { Seen } from './seen.mjs';

const [file, directory] = process.argv.slice(2);
const contract = new Contract(file);
const seen = new Seen(contract);
const findings = new Map(); // sentence -> how often
const done = new Set(); // "operation status", "operation ?parameter", "response header"
const find = (sentence) => findings.set(sentence, (findings.get(sentence) ?? 0) + 1);

// What every answer carries, whatever was asked: info.description and HTTP itself speak of them.
const EVERYWHERE = new Set(['date', 'content-length', 'content-type', 'connection', 'x-content-type-options',
  'x-frame-options', 'referrer-policy']);

function typed(schema, text) {
  return schema.type === 'integer' && /^-?[0-9]+$/.test(text) ? Number(text) : text;
}

function checkParameter(operation, parameter, text) {
  const schema = contract.at(`${parameter.pointer}/schema`);
  const faults = contract.faults(schema.pointer, typed(schema.value, text));
  faults.forEach((each) => find(`${operation.id}: ${parameter.value.in} ${parameter.value.name}: ${each}`));
  seen.note(schema.pointer, typed(schema.value, text));
  done.add(`${operation.id} ${parameter.value.in} ${parameter.value.name}`);
}

// A request that was carried out has to be one that the contract allows.
function checkRequest(operation, exchange) {
  const [where, query] = exchange.path.split('?');
  const segments = operation.shape.exec(where).slice(1);
  for (const parameter of operation.parametersIn('path')) {
    checkParameter(operation, parameter, decodeURIComponent(segments[operation.names.indexOf(parameter.value.name)]));
  }
  const given = new URLSearchParams(query ?? '');
  for (const [name, text] of given) {
    if (text === '') continue;
    const parameter = operation.parametersIn('query').find((each) => each.value.name === name);
    if (parameter) checkParameter(operation, parameter, text);
    else find(`${operation.id}: the query parameter ${name} is not in the contract`);
  }
  for (const parameter of operation.parametersIn('query')) {
    if (parameter.value.required && !given.get(parameter.value.name)) {
      find(`${operation.id}: done without the query parameter ${parameter.value.name}`);
    }
  }
  const headers = { 'Idempotency-Key': exchange.key, 'If-Match': exchange.if_match };
  for (const [, name, text] of exchange.extra.matchAll(/([^:\r\n]+): ([^\r\n]*)/g)) headers[name] = text;
  for (const parameter of operation.parametersIn('header')) {
    const text = headers[parameter.value.name];
    if (text) checkParameter(operation, parameter, text === 'fresh' ? 'test-key-1' : text);
    else if (parameter.value.required) find(`${operation.id}: done without the header ${parameter.value.name}`);
  }
  checkRequestBody(operation, exchange);
}

function checkRequestBody(operation, exchange) {
  const sent = exchange.yaml !== '' ? ['application/yaml', exchange.yaml] : ['application/json', exchange.body];
  if (sent[1] === null) {
    if (operation.value.requestBody) find(`${operation.id}: done without the body that the contract asks for`);
    return;
  }
  const type = operation.value.requestBody?.content[sent[0]];
  if (!type) return find(`${operation.id}: a body of ${sent[0]} is not in the contract`);
  const pointer = `${operation.pointer}/requestBody/content/${sent[0].replace('/', '~1')}/schema`;
  contract.faults(pointer, sent[1]).forEach((each) => find(`${operation.id}: request: ${each}`));
  seen.note(pointer, sent[1]);
  done.add(`${operation.id} body ${sent[0]}`);
}

function checkHeaders(operation, exchange, answer) {
  const named = new Map(Object.keys(answer.value.headers ?? {}).map((name) => [name.toLowerCase(), name]));
  for (const [name, text] of Object.entries(exchange.headers)) {
    if (EVERYWHERE.has(name) || (name === 'cache-control' && text === 'no-store')) continue;
    if (!named.has(name)) {
      find(`${operation.id} ${exchange.status}: the header ${name} is not in the contract`);
      continue;
    }
    const header = contract.at(`${answer.pointer}/headers/${named.get(name)}`);
    const schema = contract.at(`${header.pointer}/schema`);
    contract.faults(schema.pointer, typed(schema.value, text))
      .forEach((each) => find(`${operation.id} ${exchange.status}: header ${name}: ${each}`));
    done.add(`${answer.pointer} header ${named.get(name)}`);
  }
}

function checkDocumented(operation, exchange, answer) {
  done.add(answer.pointer);
  checkHeaders(operation, exchange, answer);
  const content = answer.value.content;
  if (exchange.method === 'HEAD' || exchange.status === 204 || exchange.status === 304) {
    if (exchange.text !== '') find(`${operation.id} ${exchange.status}: a body where there is none`);
    return;
  }
  const type = (exchange.headers['content-type'] ?? '').split(';')[0];
  if (!content?.[type]) return find(`${operation.id} ${exchange.status}: ${type} is not in the contract`);
  done.add(`${answer.pointer} ${type}`);
  const value = type.endsWith('json') ? JSON.parse(exchange.text) : exchange.text;
  const pointer = `${answer.pointer}/content/${type.replace('/', '~1')}/schema`;
  contract.faults(pointer, value).forEach((each) => find(`${operation.id} ${exchange.status}: answer: ${each}`));
  seen.note(pointer, value);
}

// A body in which the service finds such a fault is one that the contract forbids.
const FORM = new Set(['unknown_key', 'not_text', 'not_a_list', 'not_an_object', 'not_whole_number', 'unknown_word',
  'money_format', 'date_format', 'time_format', 'code_format', 'batch_format', 'area_format', 'area_decimals',
  'rate_format', 'rate_decimals', 'missing', 'too_long', 'out_of_range', 'no_households', 'no_items',
  'too_many_households', 'too_many_items', 'no_reasons', 'too_many_reasons']);

function checkRefusedBody(operation, exchange) {
  const codes = JSON.parse(exchange.text).faults.map((each) => each.code).filter((each) => FORM.has(each));
  if (codes.length === 0 || exchange.body === null) return;
  const pointer = `${operation.pointer}/requestBody/content/application~1json/schema`;
  if (contract.fits(pointer, exchange.body)) {
    find(`${operation.id}: the service refuses for ${codes} what the contract allows: ${JSON.stringify(exchange.body)}`);
  }
}

// Off the contract there is nothing but 404, and 405 for another method of a path.
function checkElsewhere(exchange, where) {
  const known = contract.operations.some((each) => each.shape.test(where));
  const answer = contract.at(`/components/responses/${known ? 'Other' : 'NotFound'}`);
  if (exchange.status !== (known ? 405 : 404)) find(`${exchange.method} ${where}: ${exchange.status} off the contract`);
  else checkDocumented({ id: where }, exchange, answer);
}

function check(exchange) {
  const where = exchange.path.split('?')[0];
  const operation = contract.operationFor(exchange.method, where);
  if (!operation) return checkElsewhere(exchange, where);
  if (exchange.status < 400) checkRequest(operation, exchange);
  if (exchange.status === 422) checkRefusedBody(operation, exchange);
  const answer = operation.answer(contract, exchange.status);
  if (answer) checkDocumented(operation, exchange, answer);
  else find(`${operation.id}: ${exchange.status} is not in the contract`);
}

// What the contract names and no exchange had.
function unseen() {
  const list = seen.missing();
  for (const operation of contract.operations) {
    for (const [status, answer] of Object.entries(operation.value.responses)) {
      if (status >= '400') continue;
      const pointer = `${operation.pointer}/responses/${status}`;
      if (!done.has(pointer)) list.push(`${operation.id} ${status}`);
      for (const type of Object.keys(answer.content ?? {})) {
        if (!done.has(`${pointer} ${type}`)) list.push(`${operation.id} ${status} ${type}`);
      }
      for (const name of Object.keys(answer.headers ?? {})) {
        if (!done.has(`${pointer} header ${name}`)) list.push(`${operation.id} ${status} header ${name}`);
      }
    }
    for (const { value } of operation.parameters) {
      if (!done.has(`${operation.id} ${value.in} ${value.name}`)) list.push(`${operation.id} ${value.in} ${value.name}`);
    }
    for (const type of Object.keys(operation.value.requestBody?.content ?? {})) {
      if (!done.has(`${operation.id} body ${type}`)) list.push(`${operation.id} body ${type}`);
    }
  }
  for (const [name, answer] of Object.entries(contract.document.components.responses)) {
    const pointer = `/components/responses/${name}`;
    if (!done.has(pointer)) list.push(name);
    for (const header of Object.keys(answer.headers ?? {})) {
      if (!done.has(`${pointer} header ${header}`)) list.push(`${name} header ${header}`);
    }
  }
  return list;
}

let count = 0;
for (const name of readdirSync(directory).filter((each) => each.endsWith('.jsonl'))) {
  for (const line of readFileSync(path.join(directory, name), 'utf8').split('\n')) {
    if (line === '') continue;
    check(JSON.parse(line));
    count += 1;
  }
}
const excused = parse(readFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), 'unseen.yaml'), 'utf8')) ?? {};
const left = new Set(Object.keys(excused));
for (const name of unseen()) {
  if (!left.delete(name)) find(`${name} is in the contract and was in no exchange`);
}
for (const name of left) find(`${name} is excused in unseen.yaml, and was seen or is not in the contract`);
if (count === 0) find(`no exchange is recorded in ${directory}`);
for (const [sentence, times] of findings) console.log(times > 1 ? `${sentence} (${times} times)` : sentence);
console.log(`${count} exchanges, ${findings.size} findings`);
process.exit(findings.size === 0 ? 0 : 1);

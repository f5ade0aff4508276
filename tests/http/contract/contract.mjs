// The contract as the checks read it: its operations by path and method, and a validator of each of its schemas.
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const ID = 'contract:';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export const escaped = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');

export class Contract {
  constructor(file) {
    this.document = parse(readFileSync(file, 'utf8'));
    // The document is no schema but holds them: what is no keyword is passed over.
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(this.ajv);
    this.ajv.addSchema({ $id: ID, ...this.document });
    this.operations = [];
    for (const [path, item] of Object.entries(this.document.paths)) {
      for (const method of METHODS) {
        if (item[method]) this.operations.push(new Operation(this, path, method, item[method]));
      }
    }
    // A literal segment is preferred to a name, as the router does.
    this.operations.sort((a, b) => a.names.length - b.names.length);
  }

  // What a pointer leads to, references followed: {pointer, value}.
  at(pointer) {
    let value = this.document;
    for (const token of pointer.split('/').slice(1)) {
      value = value?.[token.replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    if (value === undefined) throw new Error(`the contract has no ${pointer}`);
    return typeof value?.$ref === 'string' ? this.at(value.$ref.slice(1)) : { pointer, value };
  }

  // Faults of a value by the schema at the pointer, as sentences; none: it fits.
  faults(pointer, value) {
    const validate = this.ajv.getSchema(`${ID}#${encodeURI(pointer)}`);
    if (validate(value)) return [];
    return validate.errors.map((e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`);
  }

  fits(pointer, value) {
    return this.faults(pointer, value).length === 0;
  }

  operationFor(method, path) {
    const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
    return this.operations.find((each) => each.method === wanted && each.shape.test(path));
  }
}

class Operation {
  constructor(contract, path, method, value) {
    Object.assign(this, { path, method, value });
    this.id = value.operationId;
    this.pointer = `/paths/${escaped(path)}/${method}`;
    this.names = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
    const literal = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    this.shape = new RegExp(`^${literal.replace(/\{\w+\}/g, '([^/]+)')}$`);
    this.parameters = (value.parameters ?? []).map((_, i) => contract.at(`${this.pointer}/parameters/${i}`));
  }

  parametersIn(place) {
    return this.parameters.filter((each) => each.value.in === place);
  }

  // The pointer of the answer documented for a status: its own, else default.
  answer(contract, status) {
    const key = [String(status), 'default'].find((each) => this.value.responses[each]);
    return key && contract.at(`${this.pointer}/responses/${key}`);
  }
}

// Which members of the contract's schemas turned up in exchanges.
export class Seen {
  constructor(contract) {
    this.contract = contract;
    this.pointers = new Set();
  }

  // Notes every member of the value, which fits the schema at the pointer.
  note(pointer, value) {
    const { contract } = this;
    const found = contract.at(pointer);
    this.pointers.add(found.pointer);
    const schema = found.value;
    (schema.allOf ?? []).forEach((_, i) => this.note(`${found.pointer}/allOf/${i}`, value));
    for (const choice of ['anyOf', 'oneOf']) {
      (schema[choice] ?? []).forEach((_, i) => {
        const branch = `${found.pointer}/${choice}/${i}`;
        if (contract.fits(branch, value)) this.note(branch, value);
      });
    }
    if (Array.isArray(value)) {
      if (schema.items) value.forEach((each) => this.note(`${found.pointer}/items`, each));
    } else if (value !== null && typeof value === 'object') {
      for (const [name, each] of Object.entries(value)) {
        const member = schema.properties?.[name];
        if (!member) continue;
        this.pointers.add(`${found.pointer}/properties/${name}`);
        this.note(`${found.pointer}/properties/${name}`, each);
      }
    }
  }

  // "Approval.lowered[].unpaid" for each member of a named schema that never turned up.
  missing() {
    const missing = [];
    const walk = (pointer, name) => {
      const { value } = { value: this.plain(pointer) };
      if (typeof value.$ref === 'string') return;
      for (const member of Object.keys(value.properties ?? {})) {
        const inner = `${pointer}/properties/${member}`;
        if (this.pointers.has(inner)) walk(inner, `${name}.${member}`);
        else missing.push(`${name}.${member}`);
      }
      if (value.items) walk(`${pointer}/items`, `${name}[]`);
      for (const choice of ['allOf', 'anyOf', 'oneOf']) {
        (value[choice] ?? []).forEach((_, i) => walk(`${pointer}/${choice}/${i}`, name));
      }
    };
    for (const name of Object.keys(this.contract.document.components.schemas)) {
      walk(`/components/schemas/${name}`, name);
    }
    return missing;
  }

  // What stands at a pointer, references not followed.
  plain(pointer) {
    let value = this.contract.document;
    for (const token of pointer.split('/').slice(1)) value = value[token.replaceAll('~1', '/').replaceAll('~0', '~')];
    return value;
  }
}

// Redocly's linter over an OpenAPI document, examples included; the document's file comes as the argument.
// Prints a JSON array with one sentence for each fault; an empty one: there is none.
import { createConfig, lint } from '@redocly/openapi-core';

const config = await createConfig({
  extends: ['spec'],
  rules: { 'no-invalid-media-type-examples': 'error', 'no-invalid-schema-examples': 'error', 'no-invalid-parameter-examples': 'error' },
});
const faults = await lint({ ref: process.argv[2], config });
console.log(JSON.stringify(faults.map(fault => `${fault.ruleId} at ${fault.location[0]?.pointer}: ${fault.message}`)));

// Evaluates FEEL under Node: one request a line as JSON, one answer a line, CPU seconds for one round of the sources.
// feelin's interface takes source and context together and has no way to keep what was parsed;
// `parse` measures its parser alone, which is the part that keeping would save first.
import { createInterface } from "node:readline";
import { evaluate, parseExpression } from "feelin";

const actions = { evaluate, parse: parseExpression };

function value({ sources, context }) {
  return sources.map((source) => evaluate(source, context).value);
}

function seconds({ action, sources, context, count }) {
  const run = actions[action];
  const before = process.cpuUsage();
  for (let i = 0; i < count; i++) for (const source of sources) run(source, context);
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / 1e6 / count;
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  console.log(JSON.stringify(request.action === "value" ? value(request) : seconds(request)));
}

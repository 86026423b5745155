// docs/errors.md: every error code of src/ with the pattern of its message, the remedy it names, and its file.
import ts from "typescript";
import { filesBelow, groupBy, linkTo, page, type SourceFile, table } from "./sources.ts";
import { type Bindings, textsOf } from "./text-patterns.ts";

interface ErrorEntry {
  readonly code: string;
  readonly messages: readonly string[];
  readonly remedies: readonly string[];
  readonly path: string;
}

export function errorsPage(): string {
  const entries = filesBelow("src").flatMap(entriesIn);
  const byCode = [...groupBy(entries, ({ code }) => code)].sort(([a], [b]) => (a < b ? -1 : 1));
  return page(
    "Errors",
    "Every message has the form `✖ what was wrong`, then `→ where` and what to do. Wrong usage is told before anything " +
      "starts, all faults at once, and exits with 2; other failures exit with 1, an interruption with 130. `DEBUG=mochi` " +
      "adds the stack. In a program, catch `MochiError` (or `UsageError`, with its `problems`) and look at `code`.",
    "`<name>` stands for a value; what is in square brackets may be absent.",
    table(
      ["code", "message", "what to do", "in"],
      byCode.map(([code, same]) => [
        `\`${code}\``,
        listed(same.flatMap(({ messages }) => messages).map(literal)),
        listed(same.flatMap(({ remedies }) => remedies).map(literal)),
        listed(same.map(({ path }) => linkTo(path))),
      ]),
    ),
    "An `InternalError` is a mistake of Mochi's own and always comes with its stack: please report it.",
  );
}

/** Object literals with the fields `code` and `message`, for each call of the function that makes them from arguments. */
function entriesIn({ path, lines }: SourceFile): ErrorEntry[] {
  const source = ts.createSourceFile(path, lines.join("\n"), ts.ScriptTarget.ESNext, true);
  const entries: ErrorEntry[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) entries.push(...entriesOf(node, path));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return entries;
}

function entriesOf(object: ts.ObjectLiteralExpression, path: string): ErrorEntry[] {
  const fields = new Map(object.properties.flatMap(fieldOf));
  const [code, message, remedy] = ["code", "message", "remedy"].map((name) => fields.get(name));
  if (!code || !message) return [];
  return bindingsOf(object, code, [message, remedy]).flatMap((bindings) => {
    const messages = textsOf(message, bindings);
    const remedies = remedy ? textsOf(remedy, bindings) : [];
    return textsOf(code, bindings)
      .flatMap(choicesIn)
      .map((name) => ({ code: name, messages, remedies, path }));
  });
}

/** `unknown-flag|command` → `unknown-flag`, `unknown-command` */
function choicesIn(code: string): string[] {
  const [choice] = /\w+(\|\w+)+/.exec(code) ?? [];
  return choice ? choice.split("|").map((word) => code.replace(choice, word)) : [code];
}

function fieldOf(property: ts.ObjectLiteralElementLike): [string, ts.Expression][] {
  if (ts.isShorthandPropertyAssignment(property)) return [[property.name.text, property.name]];
  if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name))
    return [[property.name.text, property.initializer]];
  // `...(condition ? { remedy: "…" } : {})`
  if (ts.isSpreadAssignment(property) && ts.isParenthesizedExpression(property.expression)) {
    const inside = property.expression.expression;
    if (ts.isConditionalExpression(inside) && ts.isObjectLiteralExpression(inside.whenTrue))
      return inside.whenTrue.properties.flatMap(fieldOf);
  }
  return [];
}

/** Where code, message or remedy are arguments of the function around: those of each call; else one empty binding. */
function bindingsOf(object: ts.Node, code: ts.Expression, fields: readonly (ts.Expression | undefined)[]): Bindings[] {
  const names = [...namesIn(code), ...fields.flatMap((field) => (field && ts.isIdentifier(field) ? [field.text] : []))];
  for (let node = object.parent; node; node = node.parent) {
    if (!ts.isFunctionLike(node)) continue;
    const parameters = node.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : ""));
    const name = functionName(node);
    if (!name || !parameters.some((parameter) => names.includes(parameter))) continue;
    return callsOf(name, scopeOf(node)).map((call) => {
      const given = parameters.map((parameter, index) => [parameter, call.arguments[index]] as const);
      return new Map(given.flatMap(([parameter, argument]) => (argument ? [[parameter, argument]] : [])));
    });
  }
  return [new Map()];
}

function namesIn(node: ts.Node): string[] {
  if (ts.isIdentifier(node)) return [node.text];
  const names: string[] = [];
  ts.forEachChild(node, (child) => {
    names.push(...namesIn(child));
  });
  return names;
}

function functionName(node: ts.SignatureDeclaration): string | undefined {
  const named = ts.isVariableDeclaration(node.parent) ? node.parent.name : node.name;
  return named && ts.isIdentifier(named) ? named.text : undefined;
}

/** The block in which a function is declared: helpers of one name live in several functions of a file. */
function scopeOf(node: ts.Node): ts.Node {
  let scope = node.parent;
  while (!ts.isBlock(scope) && !ts.isSourceFile(scope)) scope = scope.parent;
  return scope;
}

function callsOf(name: string, scope: ts.Node): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name)
      calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return calls;
}

function listed(texts: readonly string[]): string {
  return [...new Set(texts)].join("<br>");
}

function literal(text: string): string {
  const oneLine = text.replace(/\s*\n\s*/g, " ");
  return oneLine.includes("`") ? `\`\` ${oneLine} \`\`` : `\`${oneLine}\``;
}

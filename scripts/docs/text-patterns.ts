// From an expression that makes a text to the pattern of that text, with `<name>` where a value goes.
import ts from "typescript";

/** Arguments of one call, by the names of the parameters. */
export type Bindings = ReadonlyMap<string, ts.Expression>;

// A choice of longer texts is not spelled out inside a message, nor a longer constant.
const LONGEST_CHOICE = 20;
const LONGEST_CONSTANT = 40;

/** Every text that the expression may come to; `<name>` or … for what cannot be told. */
export function textsOf(expression: ts.Expression, bindings: Bindings = new Map()): string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isTemplateExpression(expression)) {
    const parts = expression.templateSpans.map((span) => holeOf(span.expression, bindings) + span.literal.text);
    return [expression.head.text + parts.join("")];
  }
  if (ts.isConditionalExpression(expression))
    return [...textsOf(expression.whenTrue, bindings), ...textsOf(expression.whenFalse, bindings)];
  if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return [holeOf(expression.left, bindings) + holeOf(expression.right, bindings)];
  if (ts.isAsExpression(expression) || ts.isParenthesizedExpression(expression) || ts.isNonNullExpression(expression))
    return textsOf(expression.expression, bindings);
  if (ts.isIdentifier(expression)) return textsOfName(expression, bindings);
  const returned = ts.isCallExpression(expression) ? returnsOf(expression) : [];
  return returned.length > 0 ? returned.flatMap((text) => textsOf(text)) : [nameOf(expression)];
}

/** One text for a place inside another: the choices where they are few words, else the name of the value. */
function holeOf(expression: ts.Expression, bindings: Bindings): string {
  if (ts.isCallExpression(expression)) return nameOf(expression);
  const texts = textsOf(expression, bindings);
  const [only] = texts.length === 1 ? texts : [];
  if (only !== undefined)
    return ts.isIdentifier(expression) && only.length > LONGEST_CONSTANT ? nameOf(expression) : only;
  const [optional, ...others] = texts.filter((text) => text !== "");
  if (optional !== undefined && others.length === 0) return `[${optional}]`;
  if (texts.every((text) => text.length <= LONGEST_CHOICE && !text.includes("<"))) return texts.join("|");
  return nameOf(expression);
}

function textsOfName(name: ts.Identifier, bindings: Bindings): string[] {
  const argument = bindings.get(name.text);
  if (argument) return textsOf(argument);
  const declaration = declarationOf(name);
  const value = declaration && ts.isVariableDeclaration(declaration) ? constantText(declaration) : undefined;
  if (value) return textsOf(value, bindings);
  const type = declaration?.type;
  const choices = type && ts.isUnionTypeNode(type) ? type.types.flatMap(literalOf) : [];
  return choices.length > 0 ? choices : [`<${name.text}>`];
}

/** The value of a constant, where it is a text. */
function constantText({ initializer, parent }: ts.VariableDeclaration): ts.Expression | undefined {
  const isConstant = (parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant && initializer && makesText(initializer) ? initializer : undefined;
}

function makesText(expression: ts.Expression): boolean {
  if (ts.isConditionalExpression(expression)) return makesText(expression.whenTrue) || makesText(expression.whenFalse);
  return ts.isStringLiteralLike(expression) || ts.isTemplateExpression(expression);
}

function literalOf(type: ts.TypeNode): string[] {
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
}

/** The constant or parameter of that name in the nearest block or function around it. */
function declarationOf(name: ts.Identifier): ts.VariableDeclaration | ts.ParameterDeclaration | undefined {
  for (let scope: ts.Node = name.parent; scope; scope = scope.parent) {
    const declared: (ts.VariableDeclaration | ts.ParameterDeclaration)[] = ts.isFunctionLike(scope)
      ? [...scope.parameters]
      : ts.isBlock(scope) || ts.isSourceFile(scope)
        ? scope.statements
            .filter(ts.isVariableStatement)
            .flatMap(({ declarationList }) => [...declarationList.declarations])
        : [];
    const found = declared.find(
      (declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name.text,
    );
    if (found) return found;
  }
  return undefined;
}

/** What the function called returns, where it is one of the same file. */
function returnsOf({ expression }: ts.CallExpression): ts.Expression[] {
  const declaration = expression
    .getSourceFile()
    .statements.find(
      (statement) => ts.isFunctionDeclaration(statement) && statement.name?.text === expression.getText(),
    );
  const returned: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression && !ts.isCallExpression(node.expression))
      returned.push(node.expression);
    if (!ts.isArrowFunction(node)) ts.forEachChild(node, visit);
  };
  if (declaration) visit(declaration);
  return returned;
}

/** What to call a value, in `<>`: its own name, its property's, or that of the only argument of a call. */
function nameOf(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return `<${expression.text}>`;
  if (ts.isPropertyAccessExpression(expression)) {
    const { name, expression: owner } = expression;
    return name.text === "length" ? nameOf(owner) : `<${name.text.replace("#", "")}>`;
  }
  if (ts.isNonNullExpression(expression) || ts.isAsExpression(expression) || ts.isElementAccessExpression(expression))
    return nameOf(expression.expression);
  if (!ts.isCallExpression(expression)) return "…";
  const { expression: called, arguments: given } = expression;
  // `names.join(", ")` is of the names; `epochsOf(warmup)` is the warmup in words.
  if (ts.isPropertyAccessExpression(called) && !given.some(ts.isIdentifier)) return nameOf(called.expression);
  return given.length === 1 ? nameOf(given[0]!) : "…";
}

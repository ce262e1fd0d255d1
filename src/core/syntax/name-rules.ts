/** How each grammar writes names. A language is a row. */
import type { SyntaxNode } from '@lezer/common';
import type { GrammarId } from './grammars';

export interface NameRules {
  /** Leaves that are variables, functions, classes or types, and those that are members. */
  readonly variables: ReadonlySet<string>;
  readonly members: ReadonlySet<string>;
  /** Nodes that hold names of their own; of these, those that are functions, and those that functions inside do not see. */
  readonly scopes: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
  /** Whether defaults and annotations of parameters are read outside of the function. */
  readonly defaultsOutside: boolean;
  /** Functions, methods, classes. */
  readonly definitions: ReadonlySet<string>;
  readonly declares: (node: SyntaxNode) => boolean;
  /** The definition whose name a node is; null for any other node. */
  readonly namedBy: (node: SyntaxNode) => SyntaxNode | null;
  readonly isKeyword: (node: SyntaxNode) => boolean;
  readonly isShorthand: (node: SyntaxNode, text: string) => boolean;
  /** Whether a member is of the object or class around it. */
  readonly isOwn: (node: SyntaxNode, text: string) => boolean;
}

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));
const codeOf = (text: string, node: SyntaxNode | null): string => (node === null ? '' : text.slice(node.from, node.to));

/** Whether a node stands among the targets of an assignment: before its last sign. */
function isTarget(node: SyntaxNode, statement: string, sign: string): boolean {
  let at = node;
  while (at.parent !== null && /^(?:Tuple|Array|Parenthesized)Expression$/.test(at.parent.name)) at = at.parent;
  if (at.parent?.name !== statement) return false;
  for (let next = at.nextSibling; next !== null; next = next.nextSibling) if (next.name === sign) return true;
  return false;
}

/** Whether a node stands between two signs of its parent, for example between `for` and `in`. */
function isBetween(node: SyntaxNode, parents: ReadonlySet<string>, before: string, after: string): boolean {
  let at = node;
  while (at.parent !== null && /^(?:Tuple|Array|Parenthesized)Expression$/.test(at.parent.name)) at = at.parent;
  if (at.parent === null || !parents.has(at.parent.name)) return false;
  let began = false;
  for (let previous = at.prevSibling; previous !== null; previous = previous.prevSibling) {
    if (previous.name === after) return false;
    if (previous.name === before) {
      began = true;
      break;
    }
  }
  return began;
}

const COMPREHENSIONS = set(
  'ForStatement ArrayComprehensionExpression ComprehensionExpression DictionaryComprehensionExpression SetComprehensionExpression',
);
const PYTHON_NAMED = set('FunctionDefinition ClassDefinition');

function pythonDeclares(node: SyntaxNode): boolean {
  const { parent, prevSibling } = node;
  if (node.name !== 'VariableName' || parent === null) return false;
  switch (parent.name) {
    case 'FunctionDefinition':
    case 'ClassDefinition':
      return prevSibling?.name === 'def' || prevSibling?.name === 'class';
    case 'ParamList':
      return prevSibling?.name !== 'AssignOp';
    case 'NamedExpression':
    case 'CapturePattern':
      return prevSibling === null;
    case 'WithStatement':
    case 'TryStatement':
      return prevSibling?.name === 'as';
    case 'ScopeStatement':
      return false;
    case 'ImportStatement':
      return isImported(node);
    default:
      return isTarget(node, 'AssignStatement', 'AssignOp') || isBetween(node, COMPREHENSIONS, 'for', 'in');
  }
}

/** `b` of `from a import b`, `c` of `import a as c`, `a` of `import a.b`. */
function isImported(node: SyntaxNode): boolean {
  if (node.nextSibling?.name === 'as') return false;
  const isFrom = node.parent?.getChild('from') !== null;
  for (let at = node.prevSibling; at !== null; at = at.prevSibling) {
    if (at.name === 'import') return isFrom || node.prevSibling?.name !== '.';
  }
  return false;
}

const python: NameRules = {
  variables: set('VariableName'),
  members: set('PropertyName'),
  scopes: set(
    'Script FunctionDefinition LambdaExpression ClassDefinition ArrayComprehensionExpression ComprehensionExpression DictionaryComprehensionExpression SetComprehensionExpression',
  ),
  functions: set('FunctionDefinition LambdaExpression'),
  hidden: set('ClassDefinition'),
  defaultsOutside: true,
  definitions: PYTHON_NAMED,
  declares: pythonDeclares,
  namedBy: (node) =>
    node.parent !== null &&
    PYTHON_NAMED.has(node.parent.name) &&
    (node.prevSibling?.name === 'def' || node.prevSibling?.name === 'class')
      ? node.parent
      : null,
  isKeyword: (node) => node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp',
  isShorthand: () => false,
  isOwn: (node, text) => /^(?:self|cls)$/.test(codeOf(text, node.parent?.firstChild ?? null)),
};

const JS_NAMED = set(
  'FunctionDeclaration ClassDeclaration InterfaceDeclaration TypeAliasDeclaration EnumDeclaration NamespaceDeclaration',
);

const javascript: NameRules = {
  variables: set('VariableName VariableDefinition TypeName TypeDefinition JSXIdentifier'),
  members: set('PropertyName PropertyDefinition PrivatePropertyName PrivatePropertyDefinition'),
  scopes: set(
    'Script FunctionDeclaration FunctionExpression ArrowFunction MethodDeclaration MethodType FunctionSignature Block ForStatement CatchClause ClassDeclaration ClassExpression InterfaceDeclaration TypeAliasDeclaration SwitchBody',
  ),
  functions: set('FunctionDeclaration FunctionExpression ArrowFunction MethodDeclaration'),
  hidden: new Set(),
  defaultsOutside: false,
  definitions: set('FunctionDeclaration MethodDeclaration ClassDeclaration InterfaceDeclaration EnumDeclaration'),
  declares: (node) =>
    node.name.endsWith('Definition') || (node.name === 'PropertyName' && node.parent?.name === 'EnumBody'),
  namedBy: (node) => (node.parent !== null && JS_NAMED.has(node.parent.name) ? node.parent : null),
  isKeyword: () => false,
  isShorthand: (node) =>
    (node.parent?.name === 'Property' || node.parent?.name === 'PatternProperty') &&
    node.prevSibling === null &&
    node.nextSibling?.name !== ':' &&
    /Definition$/.test(node.name) &&
    node.parent.firstChild?.name !== 'Spread' &&
    node.nextSibling?.name !== 'ParamList',
  isOwn: (node) =>
    node.parent?.firstChild?.name === 'this' ||
    (node.parent !== null &&
      /^(?:PropertyDeclaration|MethodDeclaration|PropertyType|MethodType|EnumBody)$/.test(node.parent.name)),
};

const GO_NAMED = set('FunctionDecl TypeSpec');

const go: NameRules = {
  variables: set('VariableName DefName TypeName'),
  members: set('FieldName'),
  scopes: set(
    'SourceFile FunctionDecl MethodDecl FunctionLiteral Block ForStatement IfStatement SwitchStatement TypeSwitchStatement Case',
  ),
  functions: set('FunctionDecl MethodDecl FunctionLiteral'),
  hidden: new Set(),
  defaultsOutside: false,
  definitions: set('FunctionDecl MethodDecl TypeDecl'),
  declares: (node) =>
    node.name === 'DefName' ||
    (node.name === 'FieldName' && (node.parent?.name === 'FieldDecl' || node.parent?.name === 'MethodDecl')),
  namedBy: (node) => (node.parent !== null && GO_NAMED.has(node.parent.name) ? node.parent : null),
  isKeyword: (node) => node.parent?.name === 'Key' && node.parent.parent?.parent?.parent?.name === 'TypedLiteral',
  isShorthand: () => false,
  isOwn: (node) =>
    node.parent?.name === 'FieldDecl' || node.parent?.name === 'MethodDecl' || node.parent?.name === 'SelectorExpr',
};

const RUST_NAMED = set('FunctionItem StructItem EnumItem TraitItem TypeItem ConstItem StaticItem');

const rust: NameRules = {
  variables: set('Identifier BoundIdentifier TypeIdentifier ScopeIdentifier'),
  members: set('FieldIdentifier'),
  scopes: set('SourceFile FunctionItem ClosureExpression Block MatchArm ForExpression IfExpression WhileExpression'),
  functions: set('FunctionItem ClosureExpression'),
  hidden: new Set(),
  defaultsOutside: false,
  definitions: set('FunctionItem StructItem EnumItem TraitItem ImplItem'),
  declares: (node) =>
    node.name === 'BoundIdentifier' ||
    node.parent?.name === 'EnumVariant' ||
    (node.name === 'TypeIdentifier' && node.parent !== null && RUST_NAMED.has(node.parent.name)) ||
    (node.name === 'FieldIdentifier' && node.parent?.name === 'FieldDeclaration'),
  namedBy: (node) => (node.parent !== null && RUST_NAMED.has(node.parent.name) ? node.parent : null),
  isKeyword: () => false,
  isShorthand: (node) => node.parent?.name === 'ShorthandFieldInitializer',
  isOwn: (node) => node.parent?.name === 'FieldDeclaration' || node.parent?.firstChild?.name === 'self',
};

const RULES: { readonly [Grammar in GrammarId]: NameRules | null } = {
  python,
  javascript,
  jsx: javascript,
  typescript: javascript,
  tsx: javascript,
  go,
  rust,
  css: null,
  json: null,
  html: null,
  yaml: null,
};

/** Null for a language whose names have no scopes. */
export const rulesOf = (grammar: GrammarId): NameRules | null => RULES[grammar];

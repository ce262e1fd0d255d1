export { grammarOf, type GrammarId } from './grammars';
export { codeOf, countFaults, enclosing, faultsAfter, parseSyntax, type EarlierSyntax, type Syntax } from './syntax';
export {
  bindingAt,
  bindingOf,
  definitionAround,
  hasScopes,
  meaningTheSame,
  occurrencesOf,
  type Binding,
  type Occurrence,
  type Role,
} from './names';

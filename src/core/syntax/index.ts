export { grammarOf, type GrammarId } from './grammars';
export { codeOf, countFaults, enclosing, faultsAfter, parseSyntax, type EarlierSyntax, type Syntax } from './syntax';

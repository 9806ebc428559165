import { GraphQLError, Lexer, Source, TokenKind } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { exceeded } from './exceeded.ts'

/** How large the text of a document may be. */
export interface TokenLimits {
  readonly maxTokens: number
  /** Braces, brackets and parentheses open at once. */
  readonly maxNesting: number
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

/** Looks at the tokens of a document before it is parsed: the parser recurses with each bracket. */
export function useTokenLimits({ maxTokens, maxNesting }: TokenLimits): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source: string | Source, options: unknown) => {
        const { tokens, nesting } = scan(typeof source === 'string' ? new Source(source) : source)
        if (tokens > maxTokens) {
          throw exceeded('TOO_MANY_TOKENS', `The document has ${tokens} tokens`, 'MAX_TOKENS', maxTokens)
        }
        if (nesting > maxNesting) {
          const found = `The document nests brackets ${nesting} deep`
          throw exceeded('NESTING_TOO_DEEP', found, 'MAX_NESTING', maxNesting)
        }
        return parseFn(source, options)
      })
    },
  }
}

/** Counts tokens, and the brackets open at once, up to the end or to what is no token. */
export function scan(source: Source): { readonly tokens: number; readonly nesting: number } {
  const lexer = new Lexer(source)
  let tokens = 0
  let open = 0
  let nesting = 0
  try {
    while (lexer.advance().kind !== TokenKind.EOF) {
      tokens += 1
      if (OPENING.has(lexer.token.kind)) open += 1
      if (CLOSING.has(lexer.token.kind)) open -= 1
      nesting = Math.max(nesting, open)
    }
  } catch (error) {
    // The parser will come to the same place, and say what is wrong there.
    if (!(error instanceof GraphQLError)) throw error
  }
  return { tokens, nesting }
}

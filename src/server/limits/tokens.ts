import { GraphQLError, Lexer, Source, TokenKind } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { exceeded } from './exceeded.ts'
import { stringTooLong } from './params.ts'

/** Limits on the text of a document. */
export interface TokenLimits {
  readonly maxTokens: number
  /** Maximum number of braces, brackets and parentheses open at once. */
  readonly maxNesting: number
  /** Maximum characters of a string literal; 0: no limit. */
  readonly maxStringLength: number
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const STRINGS: ReadonlySet<string> = new Set([TokenKind.STRING, TokenKind.BLOCK_STRING])
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

/** Checks the tokens of a document before it is parsed, since the parser recurses for every bracket. */
export function useTokenLimits({ maxTokens, maxNesting, maxStringLength }: TokenLimits): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source: string | Source, options: unknown) => {
        const { tokens, nesting, longestString } = scan(
          typeof source === 'string' ? new Source(source) : source,
        )
        if (tokens > maxTokens) {
          throw exceeded('TOO_MANY_TOKENS', `The document has ${tokens} tokens`, 'MAX_TOKENS', maxTokens)
        }
        if (nesting > maxNesting) {
          const found = `Brackets in the document are nested ${nesting} levels deep`
          throw exceeded('NESTING_TOO_DEEP', found, 'MAX_NESTING', maxNesting)
        }
        if (maxStringLength > 0 && longestString > maxStringLength) {
          throw stringTooLong('The document', longestString, maxStringLength)
        }
        return parseFn(source, options)
      })
    },
  }
}

/**
 * Measures the number of tokens, the nesting of brackets and the longest string, up to the first invalid token.
 */
export function scan(source: Source): {
  readonly tokens: number
  readonly nesting: number
  readonly longestString: number
} {
  const lexer = new Lexer(source)
  let tokens = 0
  let open = 0
  let nesting = 0
  let longestString = 0
  try {
    while (lexer.advance().kind !== TokenKind.EOF) {
      tokens += 1
      if (OPENING.has(lexer.token.kind)) open += 1
      if (CLOSING.has(lexer.token.kind)) open -= 1
      nesting = Math.max(nesting, open)
      if (STRINGS.has(lexer.token.kind)) {
        longestString = Math.max(longestString, lexer.token.value.length)
      }
    }
  } catch (error) {
    // The parser will report the same error.
    if (!(error instanceof GraphQLError)) throw error
  }
  return { tokens, nesting, longestString }
}

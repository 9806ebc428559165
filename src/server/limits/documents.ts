import type { DocumentNode, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/**
 * Rejects documents before the GraphQL validation rules run, some of which take more than linear time. Like the result
 * of validation, the result is cached with the document.
 */
export function rejectDocuments(check: (document: DocumentNode) => readonly GraphQLError[]): Plugin {
  return {
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((schema, document, ...rest) => {
        const errors = check(document)
        return errors.length > 0 ? errors : validateFn(schema, document, ...rest)
      })
    },
  }
}

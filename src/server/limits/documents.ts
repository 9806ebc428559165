import type { DocumentNode, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

/**
 * Refuses documents before the rules of GraphQL are run on them, some of which take more than linear time. Its answer is
 * kept with the document, as that of the rules is.
 */
export function refuseDocuments(check: (document: DocumentNode) => readonly GraphQLError[]): Plugin {
  return {
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((schema, document, ...rest) => {
        const errors = check(document)
        return errors.length > 0 ? errors : validateFn(schema, document, ...rest)
      })
    },
  }
}
